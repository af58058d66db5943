import fc from "fast-check";
import { expect, test } from "vitest";
import { fullJitter, retrying } from "../../../../functions/archive-store/retry.ts";
import { ServiceFailure } from "../../../../functions/lambda/service-failure.ts";

const passing = (error: unknown): error is ServiceFailure =>
  error instanceof ServiceFailure && error.reason === "twilio_unavailable";
const backoff = { attempts: 3, base: 1, longest: 100, random: () => 0.5 };
const never = new AbortController().signal;

test("waits anything from nothing to twice as long each time, and never longer than the longest", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const wait = fullJitter(attempt, { base: 500, longest: 8000, random: () => chance });
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(Math.min(8000, 500 * 2 ** (attempt - 1)));
    }),
  );
});

test("tries until it succeeds, or as often as it may", async () => {
  let tries = 0;
  const failing = (times: number) => async () => {
    tries += 1;
    if (tries <= times) throw new ServiceFailure("twilio_unavailable", `try ${tries}`);
    return tries;
  };
  expect(await retrying(failing(2), passing, backoff, never)).toBe(3);
  tries = 0;
  await expect(retrying(failing(9), passing, backoff, never)).rejects.toThrow("try 3");
});

test("does not try again what won't help, what asks for too much patience, or after the deadline", async () => {
  const tried: string[] = [];
  const once = (failure: Error, signal = never) =>
    retrying(
      async () => {
        tried.push(failure.message);
        throw failure;
      },
      passing,
      backoff,
      signal,
    );
  await expect(once(new ServiceFailure("encrypted", "a"))).rejects.toThrow("a");
  await expect(once(new ServiceFailure("twilio_unavailable", "b", { retryAfter: 101 }))).rejects.toThrow("b");
  await expect(once(new ServiceFailure("twilio_unavailable", "c"), AbortSignal.abort())).rejects.toThrow("c");
  expect(tried).toHaveLength(3);
});

test("stops waiting at the deadline", async () => {
  const deadline = new AbortController();
  const work = async () => {
    queueMicrotask(() => deadline.abort());
    throw new ServiceFailure("twilio_unavailable", "down", { retryAfter: 60_000 });
  };
  const patient = { ...backoff, longest: 600_000 };
  await expect(retrying(work, passing, patient, deadline.signal)).rejects.toThrow("down");
});
