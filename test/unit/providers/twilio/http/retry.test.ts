import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  defaultBackoff,
  type RetryPolicy,
  retryAfterMs,
  withRetries,
} from "../../../../../providers/twilio/http/retry.ts";

vi.mock("node:timers/promises", () => ({ setTimeout: vi.fn() }));

beforeEach(() => {
  vi.mocked(sleep).mockReset().mockResolvedValue(undefined);
});

const never = new AbortController().signal;
const policy: RetryPolicy = { maxRetries: 3, baseMs: 100, maxMs: 10_000, random: () => 1 };

/** Work that fails so often, and how often it was done. */
function failing(times: number) {
  let attempts = 0;
  const work = async () => {
    attempts++;
    if (attempts <= times) throw new Error(`failure ${attempts}`);
    return "done";
  };
  return { work, attempts: () => attempts };
}

function waits(): unknown[] {
  return vi.mocked(sleep).mock.calls.map(([milliseconds]) => milliseconds);
}

describe("work", () => {
  test("that succeeds is done once", async () => {
    const { work, attempts } = failing(0);
    expect(await withRetries(work, () => ({}), policy, never)).toBe("done");
    expect(attempts()).toBe(1);
    expect(waits()).toEqual([]);
  });

  test("that fails in passing is done again, after waits whose bound doubles", async () => {
    const { work, attempts } = failing(3);
    expect(await withRetries(work, () => ({}), policy, never)).toBe("done");
    expect(attempts()).toBe(4);
    expect(waits()).toEqual([100, 200, 400]);
  });

  test("that goes on failing fails with its last error", async () => {
    const { work, attempts } = failing(9);
    await expect(withRetries(work, () => ({}), policy, never)).rejects.toThrow("failure 4");
    expect(attempts()).toBe(4);
  });

  test("is done once where no retries are wanted", async () => {
    const { work, attempts } = failing(9);
    await expect(withRetries(work, () => ({}), { ...policy, maxRetries: 0 }, never)).rejects.toThrow("failure 1");
    expect(attempts()).toBe(1);
  });

  test("that failed for good is not done again", async () => {
    const { work, attempts } = failing(9);
    const retryable = (error: unknown) => ((error as Error).message === "failure 2" ? undefined : {});
    await expect(withRetries(work, retryable, policy, never)).rejects.toThrow("failure 2");
    expect(attempts()).toBe(2);
  });
});

describe("a wait", () => {
  test("is drawn between nothing and its bound, however often and wherever", async () => {
    const cases = fc.record({
      baseMs: fc.integer({ min: 1, max: 1000 }),
      maxMs: fc.integer({ min: 1, max: 20_000 }),
      draws: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 10 }),
      afterMs: fc.option(fc.nat(100_000), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ baseMs, maxMs, draws, afterMs }) => {
        vi.mocked(sleep).mockClear();
        const left = [...draws];
        const drawing = { baseMs, maxMs, maxRetries: draws.length, random: () => left.shift() ?? 0 };
        await expect(withRetries(failing(99).work, () => ({ afterMs }), drawing, never)).rejects.toThrow();
        expect(waits()).toHaveLength(draws.length);
        for (const [attempt, wait] of waits().entries()) {
          const jitter = Number(wait) - (afterMs ?? 0);
          expect(jitter).toBeGreaterThanOrEqual(0);
          expect(jitter).toBeLessThanOrEqual(Math.min(maxMs, baseMs * 2 ** attempt));
          expect(wait).toBe((afterMs ?? 0) + (draws[attempt] ?? 0) * Math.min(maxMs, baseMs * 2 ** attempt));
        }
      }),
    );
  });

  test("of the default policy is at most ten seconds", async () => {
    const eager = { ...defaultBackoff, maxRetries: 10, random: () => 1 };
    await expect(withRetries(failing(99).work, () => ({}), eager, never)).rejects.toThrow();
    expect(waits()).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000]);
  });

  test.each([1e12, Number.POSITIVE_INFINITY])("is no longer than a timer can be: %s", async (afterMs) => {
    await withRetries(failing(1).work, () => ({ afterMs }), policy, never);
    expect(waits()).toEqual([2 ** 31 - 1]);
  });
});

describe("an abort", () => {
  const reason = new Error("cancelled");

  test("during a wait ends it with its reason, and nothing is done again", async () => {
    const controller = new AbortController();
    vi.mocked(sleep).mockImplementation(async (_, __, options) => {
      expect(options?.signal).toBe(controller.signal);
      controller.abort(reason);
      throw new Error("The operation was aborted");
    });
    const { work, attempts } = failing(9);
    await expect(withRetries(work, () => ({}), policy, controller.signal)).rejects.toBe(reason);
    expect(attempts()).toBe(1);
  });

  test("during the work leaves the work's own error", async () => {
    const controller = new AbortController();
    const work = async () => {
      controller.abort(reason);
      throw new Error("half-done");
    };
    await expect(withRetries(work, () => ({}), policy, controller.signal)).rejects.toThrow("half-done");
    expect(waits()).toEqual([]);
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 0, 31, 12, 0, 0);

  test.each<[string | null, number | undefined]>([
    [null, undefined],
    ["0", 0],
    ["7", 7000],
    ["86400", 86_400_000],
    ["Sat, 31 Jan 2026 12:00:30 GMT", 30_000],
    ["Sat, 31 Jan 2026 11:59:00 GMT", 0],
    ["soon", undefined],
    ["", undefined],
  ])("%j is %s milliseconds", (header, milliseconds) => {
    expect(retryAfterMs(header, now)).toBe(milliseconds);
  });

  test("is never a wait into the past, nor no number", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.nat().map(String), fc.date().map(String)), fc.date(), (header, at) => {
        const found = Number.isNaN(at.getTime()) ? undefined : retryAfterMs(header, at.getTime());
        expect(found ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
