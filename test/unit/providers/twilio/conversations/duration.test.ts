import fc from "fast-check";
import { expect, test } from "vitest";
import { secondsOf } from "../../../../../providers/twilio/conversations/duration.ts";

test.each([
  ["PT1M", 60],
  ["PT90M", 5400],
  ["PT1H30M", 5400],
  ["P1D", 86_400],
  ["P1DT1S", 86_401],
  ["PT0S", 0],
])("%s is %d seconds", (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

test.each(["", "P", "PT", "P1DT", "1M", "PT1", "PT1M ", "PT-1M", "PT1.5M", "PT1S1M", "P1M", "pt1m"])(
  "%j is none",
  (text) => {
    expect(secondsOf(text)).toBeUndefined();
  },
);

test("the parts add up", () => {
  const part = fc.nat({ max: 10_000 });
  fc.assert(
    fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
      const text = `P${days}DT${hours}H${minutes}M${seconds}S`;
      expect(secondsOf(text)).toBe(days * 86_400 + hours * 3600 + minutes * 60 + seconds);
    }),
  );
});
