import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachmentChannels, attachmentFindings, attachmentLimits } from "../../../media/attachments.ts";

const channel = fc.constantFrom(...attachmentChannels);

test("every channel has limits, and a file as large as its limit fits into a message", () => {
  expect(Object.keys(attachmentLimits)).toEqual([...attachmentChannels]);
  for (const { file, total } of Object.values(attachmentLimits)) expect(file).toBeLessThanOrEqual(total);
});

describe("sizes", () => {
  test("are possible exactly up to the channel's limits", () => {
    fc.assert(
      fc.property(channel, fc.nat(), fc.nat(), (name, file, total) => {
        const limits = attachmentLimits[name];
        const possible = file <= total && file <= limits.file && total <= limits.total;
        expect([...attachmentFindings(name, { file, total })].length === 0).toBe(possible);
      }),
    );
    for (const name of attachmentChannels) expect([...attachmentFindings(name, attachmentLimits[name])]).toEqual([]);
  });

  test("are judged one by one where only one is known", () => {
    expect([...attachmentFindings("gbm", { file: 5_242_881 })]).toEqual([
      { about: "file", reason: "is 5242881 bytes, but gbm takes at most 5242880; lower it" },
    ]);
    expect([...attachmentFindings("gbm", { total: 5_242_881 })]).toEqual([
      { about: "total", reason: "is 5242881 bytes, but gbm takes at most 5242880; lower it" },
    ]);
    expect([...attachmentFindings("gbm", {})]).toEqual([]);
  });

  test.each(["fax", "constructor", "__proto__", ""])(
    "of %j, which Twilio does not have, are held to each other only",
    (name) => {
      expect([...attachmentFindings(name, { file: 1e12, total: 1e12 })]).toEqual([]);
      expect([...attachmentFindings(name, { file: 2, total: 1 })]).toEqual([
        { about: "file", reason: "is 2 bytes, more than the total of 1; lower it or raise the total" },
      ]);
    },
  );
});

describe("extensions", () => {
  test("are named where one is there twice, whatever they are", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.integer())), fc.nat(), (extensions, place) => {
        expect([...attachmentFindings("web", { extensions })]).toEqual([]);
        const again = extensions[place % extensions.length];
        const doubled = [...extensions, ...(again === undefined ? [] : [again])];
        expect([...attachmentFindings("web", { extensions: doubled })]).toEqual(
          again === undefined
            ? []
            : [{ about: "extensions", reason: `names ${JSON.stringify(again)} twice; remove one of the two` }],
        );
      }),
    );
  });
});
