import fc from "fast-check";
import { expect, test } from "vitest";
import { clock, peaksOf, spokenClock } from "../../../../local/player/page/peaks.ts";

test("each part shows its loudest sample, of either sign", () => {
  const samples = Float32Array.of(0, -0.5, 0.25, 0, 0, 1.5);
  expect([...peaksOf(samples, 3)]).toEqual([0.5, 0.25, 1]);
  expect([...peaksOf(new Float32Array(0), 2)]).toEqual([0, 0]);
});

test("no sample is left out: the loudest part is as loud as the loudest sample", () => {
  const sample = fc.float({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      (samples, parts) => {
        const peaks = peaksOf(Float32Array.from(samples), parts);
        expect(peaks).toHaveLength(parts);
        expect(Math.max(...peaks)).toBe(Math.max(...samples.map(Math.abs)));
      },
    ),
  );
});

test.each([
  [0, "0:00", "0 seconds"],
  [61.9, "1:01", "1 minute 1 second"],
  [3_723, "1:02:03", "62 minutes 3 seconds"],
  [-1, "0:00", "0 seconds"],
  [Number.NaN, "0:00", "0 seconds"],
  [Number.POSITIVE_INFINITY, "0:00", "0 seconds"],
])("%d seconds", (seconds, shown, spoken) => {
  expect([clock(seconds), spokenClock(seconds)]).toEqual([shown, spoken]);
});
