import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Concurrency } from "../../../../../providers/twilio/http/concurrency.ts";

const never = new AbortController().signal;

/** Work that goes on until it is let go. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, letGo: resolve };
}

test("never more than the limit goes on, however work comes, and errors stay with their own work", async () => {
  const waves = fc.array(fc.array(fc.boolean(), { maxLength: 10 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), waves, async (limit, arriving) => {
      const concurrency = new Concurrency(limit);
      let running = 0;
      let most = 0;
      const runs: Promise<void>[] = [];
      for (const wave of arriving) {
        const work = (succeeds: boolean) => async () => {
          most = Math.max(most, ++running);
          await new Promise(setImmediate);
          running--;
          if (!succeeds) throw new Error("failed");
        };
        runs.push(...wave.map((succeeds) => concurrency.run(work(succeeds), never)));
        for (const run of runs) run.catch(() => undefined);
        await new Promise(setImmediate);
      }
      const settled = await Promise.allSettled(runs);
      expect(most).toBeLessThanOrEqual(limit);
      expect(most).toBeGreaterThanOrEqual(Math.min(limit, Math.max(0, ...arriving.map((wave) => wave.length))));
      expect(settled.map(({ status }) => status === "fulfilled")).toEqual(arriving.flat());
    }),
  );
});

test("whoever waits longest is next", async () => {
  const concurrency = new Concurrency(1);
  const order: number[] = [];
  const first = held();
  const runs = [
    concurrency.run(first.work, never),
    ...[1, 2, 3].map((number) => concurrency.run(async () => order.push(number), never)),
  ];
  first.letGo();
  await Promise.all(runs);
  expect(order).toEqual([1, 2, 3]);
});

describe("an abort", () => {
  const reason = new Error("cancelled");

  test("before its turn ends the wait, and gives the turn to the others", async () => {
    const concurrency = new Concurrency(1);
    const controller = new AbortController();
    const first = held();
    const running = concurrency.run(first.work, never);
    const given = concurrency.run(() => Promise.reject(new Error("must not run")), controller.signal);
    const waiting = concurrency.run(async () => "done", never);
    controller.abort(reason);
    await expect(given).rejects.toBe(reason);
    first.letGo();
    await running;
    expect(await waiting).toBe("done");
  });

  test("from the start lets nothing run", async () => {
    const concurrency = new Concurrency(1);
    await expect(
      concurrency.run(() => Promise.reject(new Error("must not run")), AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
    expect(await concurrency.run(async () => "done", never)).toBe("done");
  });

  test("after its turn has come takes no turn away", async () => {
    const concurrency = new Concurrency(1);
    const controller = new AbortController();
    const [first, second] = [held(), held()];
    const runs = [concurrency.run(first.work, never), concurrency.run(second.work, controller.signal)];
    const third = concurrency.run(async () => "done", never);
    first.letGo();
    await runs[0];
    controller.abort(reason);
    second.letGo();
    await runs[1];
    expect(await third).toBe("done");
  });
});
