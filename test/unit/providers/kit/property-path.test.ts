import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, formatPath, overlaps, type PropertyPath, parsePath } from "../../../../providers/kit/property-path.ts";

const key = fc.oneof(fc.string(), fc.constantFrom("a", "a.b", 'say "hi"', "x[0]", "", " ", "ä", "a\\b", "a\nb", "0"));
const path = fc.array(fc.oneof(key, fc.nat(1000)), { minLength: 1 });
const writable = path.filter((steps) => !steps.some((step) => /[.[\]].*\\$/s.test(String(step))));

describe("formatPath", () => {
  it.each<[PropertyPath, string]>([
    [["label"], "label"],
    [["channelConfigs", 0, "attachments"], "channelConfigs[0].attachments"],
    [["tags", "a.b"], 'tags["a.b"]'],
    [["tags", "a-b", "c"], 'tags["a-b"].c'],
    [["tags", 'say "hi"'], 'tags["say \\"hi\\""]'],
    [["tags", "back\\slash"], 'tags["back\\slash"]'],
    [["tags", "C:\\"], "tags.C:\\"],
    [["tags", ""], 'tags[""]'],
    [["a.b", "c"], '["a.b"].c'],
    [["$ref", "_x1"], "$ref._x1"],
    [[], ""],
  ])("writes %j as the engine does", (steps, text) => {
    expect(formatPath(steps)).toBe(text);
  });

  it("names what holds a key that the notation can't write", () => {
    expect(formatPath(["environment", "C:\\a.b\\", "x"])).toBe("environment");
  });
});

describe("parsePath", () => {
  it("reads back whatever formatPath writes", () => {
    fc.assert(
      fc.property(writable, (steps) => {
        expect(parsePath(formatPath(steps))).toEqual(steps);
      }),
    );
  });

  it.each<[string, PropertyPath]>([
    ["tags[*].name", ["tags", "*", "name"]],
    ['tags["*"]', ["tags", "*"]],
    ["tags.*", ["tags", "*"]],
    ["foo-bar.baz", ["foo-bar", "baz"]],
    ["rules.[0].port", ["rules", 0, "port"]],
    ['["root key with a ."][100]', ["root key with a .", 100]],
  ])("reads %s", (text, steps) => {
    expect(parsePath(text)).toEqual(steps);
  });

  it.each(["a[", "a[x]", "a]", "a.", 'a["b]', "a..b"])("refuses %s", (text) => {
    expect(() => parsePath(text)).toThrow(`"${text}" is not a property path; write it like a.b[0]["c.d"].`);
  });
});

describe("covers", () => {
  it("holds for a path and for all that lies in it", () => {
    fc.assert(
      fc.property(path, fc.array(fc.oneof(key, fc.nat())), (outer, rest) => {
        expect(covers(outer, [...outer, ...rest])).toBe(true);
      }),
    );
  });

  it("holds for no path outside", () => {
    expect(covers(["a", "b"], ["a"])).toBe(false);
    expect(covers(["a"], ["ab"])).toBe(false);
    expect(covers(["a", 0], ["a", 1, "b"])).toBe(false);
  });

  it("takes * for any key or index", () => {
    expect(covers(["rules", "*", "port"], ["rules", 3, "port", "to"])).toBe(true);
    expect(covers(["rules", "*", "port"], ["rules", 3, "host"])).toBe(false);
  });
});

describe("overlaps", () => {
  it("holds when either lies in the other, through * too", () => {
    expect(overlaps(["rules", "*", "port"], ["rules"])).toBe(true);
    expect(overlaps(["rules", "*", "port"], ["rules", 0])).toBe(true);
    expect(overlaps(["rules"], ["rules", 0, "port"])).toBe(true);
    expect(overlaps(["rules", "*", "port"], ["rules", 0, "host"])).toBe(false);
    expect(overlaps(["rules", "*", "port"], ["other"])).toBe(false);
  });
});
