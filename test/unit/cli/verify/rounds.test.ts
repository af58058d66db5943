import fc from "fast-check";
import { expect, test } from "vitest";
import { lastOf, type Outcome, type StackCheck } from "../../../../cli/verify/check.ts";
import { inRounds, type Rounds, type Step, stepOf } from "../../../../cli/verify/rounds.ts";
import type { Trial } from "../../../../cli/verify/trial.ts";

const limits = () => ({ stop, time: new AbortController().signal, milliseconds: 1000 });
const { signal: stop } = new AbortController();

/** A trial that comes to these, one time after the other; the last one from then on. */
function trial(name: string, ...outcomes: Outcome[]): Trial & { times: number } {
  return {
    name,
    times: 0,
    async run() {
      const outcome = outcomes[Math.min(this.times, outcomes.length - 1)] ?? "passed";
      this.times += 1;
      return { outcome, detail: `is ${outcome}` };
    },
  };
}

/** A trial knows how often it was tried by itself. */
const bound = (one: Trial): Step => stepOf({ ...one, run: (signal) => one.run(signal) });

async function made(steps: readonly Step[], rounds: Partial<Rounds> = {}): Promise<string[]> {
  const all: string[] = [];
  const options = { patience: 60_000, pause: 0, stop, limits, ...rounds };
  for await (const { name, outcome } of inRounds(steps, options)) all.push(`${name} ${outcome}`);
  return all;
}

test("what failed is tried again until it passes, and what passed is left alone", async () => {
  const [well, late, later] = [
    trial("a", "passed", "failed"),
    trial("b", "failed", "passed"),
    trial("c", "failed", "failed", "passed"),
  ];
  expect(await made([well, late, later].map(bound))).toEqual([
    "a passed",
    "b failed",
    "c failed",
    "b passed",
    "c passed",
  ]);
  expect([well.times, late.times, later.times]).toEqual([1, 2, 3]);
});

test("what could not be tried is tried again beside what failed, and not for its own sake", async () => {
  const waiting = trial("playback", "skipped", "passed");
  expect(await made([trial("probe", "failed", "passed"), waiting].map(bound))).toEqual([
    "probe failed",
    "playback skipped",
    "probe passed",
    "playback passed",
  ]);
  const alone = trial("playback", "skipped", "passed");
  expect(await made([bound(alone), bound(trial("media", "warned", "passed"))])).toEqual([
    "playback skipped",
    "media warned",
  ]);
});

test("without patience all is tried once", async () => {
  expect(await made([bound(trial("a", "failed", "passed"))], { patience: 0, pause: 1 })).toEqual(["a failed"]);
});

test("patience begins with the end of the first round", async () => {
  const slow = trial("slow", "failed", "passed");
  const step = bound({
    ...slow,
    run: async (signal) => {
      // Longer than patience lasts.
      if (slow.times === 0) await new Promise((resolve) => setTimeout(resolve, 80));
      return await slow.run(signal);
    },
  });
  expect(await made([step], { patience: 50, pause: 1 })).toEqual(["slow failed", "slow passed"]);
});

test("what can't be repeated keeps its failure, and nothing waits for it", async () => {
  const call = { ...trial("probe", "failed", "passed"), isRepeatable: () => false };
  expect(await made([bound(call)])).toEqual(["probe failed"]);
});

test("one who wants an end need not wait", async () => {
  const ending = new AbortController();
  const reason = new Error("interrupted");
  const begun = made([bound(trial("a", "failed"))], { pause: 50_000, stop: ending.signal });
  setImmediate(() => ending.abort(reason));
  await expect(begun).rejects.toBe(reason);
});

const check = (name: string, detail: string): StackCheck => ({ name, outcome: "passed", detail });

test("the last check of a name counts, and a whole gives way to its parts", () => {
  const first = [check("voice flow", "1"), check("playback", "1"), check("bucket: list", "1")];
  const again = [check("voice flow", "2"), check("playback: media", "2"), check("playback: seek", "2")];
  expect(lastOf([...first, ...again]).map(({ name, detail }) => `${name} ${detail}`)).toEqual([
    "voice flow 2",
    "bucket: list 1",
    "playback: media 2",
    "playback: seek 2",
  ]);
  expect(lastOf([...again, check("playback", "3")]).map(({ name }) => name)).toEqual(["voice flow", "playback"]);
});

test("whatever comes in whichever order, each name counts once", () => {
  const names = fc.array(fc.constantFrom("a", "a: b", "a: c", "ab", "ab: c", "b"));
  fc.assert(
    fc.property(names, (given) => {
      const checks = given.map((name, at) => check(name, String(at)));
      const last = lastOf(checks);
      expect(new Set(last.map(({ name }) => name)).size).toBe(last.length);
      for (const { name, detail } of last) {
        const [one, ...later] = given.slice(Number(detail));
        expect([one, later.includes(one ?? "a")]).toEqual([name, false]);
      }
      for (const { name } of last) expect(last.some((other) => other.name.startsWith(`${name}: `))).toBe(false);
    }),
  );
});
