import { expect, test } from "vitest";
import { durationText, Pace } from "../../../cli/terminal/pace.ts";

test("rate and time left go by the last minute, not by the whole", () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect([pace.perSecond, pace.secondsLeft]).toEqual([undefined, undefined]);
  pace.note(0, 0);
  expect(pace.perSecond).toBeUndefined();
  now = 10_000;
  pace.note(1000, 0.1);
  expect([pace.perSecond, pace.secondsLeft]).toEqual([100, expect.closeTo(90)]);
  // From here on it is ten times as slow.
  for (let step = 1; step <= 10; step += 1) {
    now += 10_000;
    pace.note(1000 + step * 100, 0.1 + step * 0.01);
  }
  expect(pace.perSecond).toBeCloseTo(10);
  expect(pace.secondsLeft).toBeCloseTo(800);
});

test("work that stands still, or is done, has no time left to tell", () => {
  let now = 0;
  const pace = new Pace(() => now);
  pace.note(5, 0.5);
  now = 1_000;
  pace.note(5, 0.5);
  expect([pace.perSecond, pace.secondsLeft]).toEqual([0, undefined]);
  now = 2_000;
  pace.note(10, 1);
  expect(pace.secondsLeft).toBe(0);
});

test("work of rare steps has a rate too", () => {
  let now = 0;
  const pace = new Pace(() => now);
  for (const share of [0, 0.25, 0.5]) {
    pace.note(share * 4000, share);
    now += 100_000;
  }
  expect(pace.perSecond).toBeCloseTo(10);
  expect(pace.secondsLeft).toBeCloseTo(200);
});

test.each([
  [0.4, "0 s"],
  [59.4, "59 s"],
  [59.6, "1 min 00 s"],
  [75, "1 min 15 s"],
  [3725, "1 h 02 min"],
  [360_000, "100 h 00 min"],
])("%s seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
