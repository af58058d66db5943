import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flexMedia, least, settings } from "./configuration.ts";

test("tags are read as they stand; without any there are none", () => {
  const tags = { owner: "calls@example.com", "cost-center": "", "data class": "PHI/1_2:3=4+5" };
  expect(settings({ ...least, "flex-media:tags": tags }).tags).toEqual(tags);
  expect(settings(least).tags).toEqual({});
});

describe("a mistake is named:", () => {
  const characters = "use letters, digits, spaces and _ . : / = + - @";
  test.each<[tags: unknown, line: string]>([
    [{ "aws:owner": "us" }, "aws:owner: begins with aws:, which AWS keeps for itself; choose another key"],
    [{ "AWS:owner": "us" }, "AWS:owner: begins with aws:, which AWS keeps for itself; choose another key"],
    [{ "pulumi:stack": "prod" }, "pulumi:stack: is a tag that this project sets itself; choose another key"],
    [
      { "flex-media:retention": "forever" },
      "flex-media:retention: is a tag that this project sets itself; choose another key",
    ],
    [{ "a*": "us" }, `a*: has a key that AWS doesn't take; ${characters}`],
    [{ owner: "us & them" }, `owner: holds what AWS takes in no tag; ${characters}`],
    [{ ["k".repeat(129)]: "" }, `${"k".repeat(129)}: has a key of 129 characters; use 1 to 128`],
    [{ owner: "v".repeat(257) }, "owner: is 257 characters long, but must be at most 256 characters long"],
    [{ owner: 1 }, "owner: is 1, but must be a string"],
  ])("%j", (tags, line) => {
    const [told, ...more] = flexMedia("tags", tags);
    expect(more).toEqual([]);
    expect(told?.replace(/[[\]"]/g, "")).toContain(line);
  });
});

test("AWS would refuse more tags than a resource can have", () => {
  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, ""]));
  expect(flexMedia("tags", tags(40))).toEqual([]);
  expect(flexMedia("tags", tags(41))).toEqual(["flex-media:tags: has 41 tags; leave all but 40 out"]);
});

test("whatever the characters, a key or value is taken as AWS would take it, or named", () => {
  const allowed = /^[\p{L}\p{N} _.:/=+@-]*$/u;
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }), (text) => {
      const isOurs = /^(aws|pulumi|flex-media):/i.test(text);
      fc.pre(!["__proto__"].includes(text));
      expect(flexMedia("tags", { [text]: "" }).length === 0).toBe(allowed.test(text) && !isOurs);
      expect(flexMedia("tags", { key: text }).length === 0).toBe(allowed.test(text));
    }),
  );
});
