import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type DiffOptions, differences } from "../../../../providers/kit/diff.ts";
import { archive, asset } from "../../../../providers/kit/field.ts";
import { jsonSchemaOf, SchemaNode } from "../../../../providers/kit/json-schema.ts";
import { formatPath, type PropertyPath, parsePath } from "../../../../providers/kit/property-path.ts";
import {
  Archive,
  Asset,
  hasUnknown,
  isPropertyMap,
  type PropertyMap,
  type PropertyValue,
  Secret,
  unknown,
} from "../../../../providers/kit/values.ts";
import { propertyMap } from "./arbitrary.ts";

const undeclared = new SchemaNode({});
const node = new SchemaNode(
  jsonSchemaOf(
    z.strictObject({
      label: z.string(),
      books: z
        .array(z.strictObject({ isbn: z.string(), copies: z.int(), colour: z.string() }))
        .meta({ keyedBy: "isbn" }),
      shelves: z.array(z.strictObject({ width: z.int(), height: z.int() })).meta({ unordered: true }),
      steps: z.array(z.string()),
      tags: z.record(z.string(), z.string()),
      code: archive(),
      icon: asset(),
    }),
    "input",
  ),
);

/** Kinds by path, each path once. */
function found(before: PropertyMap, after: PropertyMap, options?: DiffOptions): Record<string, string> {
  const all = differences(node, before, after, options).map(({ path, kind }) => [formatPath(path), kind]);
  expect(new Set(all.map(([path]) => path)).size).toBe(all.length);
  return Object.fromEntries(all);
}

describe("no difference", () => {
  it("lies between a map and itself", () => {
    fc.assert(
      fc.property(
        propertyMap.filter((map) => !hasUnknown(map)),
        (map) => {
          expect(differences(undeclared, map, structuredCopy(map) as PropertyMap)).toEqual([]);
        },
      ),
    );
  });

  it.each<[string, PropertyMap, PropertyMap]>([
    ["secrecy", { label: "x", tags: { a: "1" } }, { label: new Secret("x"), tags: new Secret({ a: new Secret("1") }) }],
    ["null and absence", { label: null, tags: { a: null } }, { tags: {} }],
    [
      "the order of keyed items",
      { books: [{ isbn: "1", copies: 1 }, { isbn: "2" }] },
      { books: [{ isbn: "2" }, { copies: 1, isbn: "1" }] },
    ],
    [
      "the order of a set, and of the keys of its items",
      {
        shelves: [
          { width: 1, height: 2 },
          { width: 3, height: 4 },
        ],
      },
      {
        shelves: [
          { height: 4, width: 3 },
          { height: 2, width: 1 },
        ],
      },
    ],
    [
      "where the same content lies",
      { code: new Archive({ hash: "h", path: "./dist" }), icon: new Asset({ hash: "i", text: "x" }) },
      { code: new Archive({ hash: "h" }), icon: new Asset({ hash: "i", path: "x.svg" }) },
    ],
    [
      "content without a hash that is the same",
      { code: new Archive({ path: "./dist" }), icon: new Asset({ text: "x" }) },
      { code: new Archive({ path: "./dist" }), icon: new Asset({ text: "x" }) },
    ],
  ])("is %s", (_, before, after) => {
    expect(found(before, after)).toEqual({});
    expect(found(after, before)).toEqual({});
  });
});

describe("a difference", () => {
  it.each<[string, PropertyMap, PropertyMap, Record<string, string>]>([
    ["an addition", {}, { label: "x", tags: { a: "1" } }, { label: "add", tags: "add" }],
    ["a removal", { label: "x", tags: { a: "1" } }, { tags: {} }, { label: "delete", "tags.a": "delete" }],
    [
      "a change",
      { label: "x", tags: { a: "1" } },
      { label: "y", tags: { a: "2" } },
      { label: "update", "tags.a": "update" },
    ],
    ["another type", { tags: { a: "1" } }, { tags: "a" }, { tags: "update" }],
    ["a key with a dot", { tags: {} }, { tags: { "a.b": "1" } }, { 'tags["a.b"]': "add" }],
    ["a key that objects have themselves", { tags: {} }, { tags: { constructor: "1" } }, { "tags.constructor": "add" }],
    [
      "a list by place",
      { steps: ["a", "b"] },
      { steps: ["b", "a", "c"] },
      { "steps[0]": "update", "steps[1]": "update", "steps[2]": "add" },
    ],
    ["a shorter list", { steps: ["a", "b"] }, { steps: ["a"] }, { "steps[1]": "delete" }],
    [
      "what is unknown",
      { label: "x", steps: ["a"] },
      { label: unknown, steps: [unknown] },
      { label: "update", "steps[0]": "update" },
    ],
    ["what is a secret and unknown", { label: "x" }, { label: new Secret(unknown) }, { label: "update" }],
    ["another secret", { label: new Secret("x") }, { label: new Secret("y") }, { label: "update" }],
    ["another archive", { code: new Archive({ hash: "1" }) }, { code: new Archive({ hash: "2" }) }, { code: "update" }],
    [
      "another place without a hash",
      { code: new Archive({ path: "a" }) },
      { code: new Archive({ path: "b" }) },
      { code: "update" },
    ],
    ["another asset", { icon: new Asset({ hash: "1" }) }, { icon: new Asset({ hash: "2" }) }, { icon: "update" }],
    [
      "an archive for an asset",
      { icon: new Asset({ hash: "1" }) },
      { icon: new Archive({ hash: "1" }) },
      { icon: "update" },
    ],
  ])("is %s", (_, before, after, expected) => {
    expect(found(before, after)).toEqual(expected);
  });

  it("is exactly one where one leaf differs, at its path", () => {
    fc.assert(
      fc.property(
        propertyMap.filter((map) => !hasUnknown(map) && leaves(map).length > 0),
        fc.nat(),
        (map, pick) => {
          const all = leaves(map);
          const at = all[pick % all.length] ?? [];
          const changed = withLeaf(map, at, "another leaf altogether") as PropertyMap;
          expect(differences(undeclared, map, changed)).toEqual([{ path: at, kind: "update" }]);
        },
      ),
    );
  });
});

describe("a keyed list", () => {
  const one = { isbn: "1", copies: 1 };
  const two = { isbn: "2", copies: 2 };

  it("compares each item with the one of the same key", () => {
    expect(found({ books: [one, two] }, { books: [{ isbn: "2", copies: 9 }, one] })).toEqual({
      "books[0].copies": "update",
    });
  });

  it("tells of items that came and went", () => {
    expect(found({ books: [one] }, { books: [two, one] })).toEqual({ "books[0]": "add" });
    expect(found({ books: [one, two] }, { books: [one] })).toEqual({ "books[1]": "delete" });
  });

  it("tells of one that took another's place as of a change", () => {
    expect(found({ books: [one] }, { books: [two] })).toEqual({ "books[0]": "update" });
  });

  it("tells of one that came to the place of one that went, and changed, as of one change", () => {
    expect(found({ books: [one, two] }, { books: [{ isbn: "2", copies: 9, colour: "red" }] })).toEqual({
      "books[0]": "update",
    });
  });

  it("takes an unknown key for another", () => {
    expect(found({ books: [one] }, { books: [{ isbn: unknown, copies: 1 }] })).toEqual({ "books[0]": "update" });
  });

  it("bears with doubles that lie in the state", () => {
    expect(found({ books: [one, one] }, { books: [one, one] })).toEqual({});
    expect(found({ books: [one, one] }, { books: [one] })).toEqual({ "books[1]": "delete" });
  });
});

describe("an unordered list", () => {
  it("tells of what came and went alone", () => {
    const [a, b, c] = [1, 2, 3].map((width) => ({ width, height: 1 }));
    expect(found({ shelves: [a, b] } as PropertyMap, { shelves: [b, a, c] } as PropertyMap)).toEqual({
      "shelves[2]": "add",
    });
    expect(found({ shelves: [a, b] } as PropertyMap, { shelves: [b] } as PropertyMap)).toEqual({
      "shelves[0]": "delete",
    });
    expect(found({ shelves: [a, a] } as PropertyMap, { shelves: [a] } as PropertyMap)).toEqual({
      "shelves[1]": "delete",
    });
  });

  it("takes what is unknown for no item that was there", () => {
    expect(found({ shelves: ["[unknown]"] }, { shelves: [unknown] })).toEqual({ "shelves[0]": "update" });
  });
});

describe("options", () => {
  it("ignore differences at a path and below it", () => {
    const ignore = ["tags.a", "books[*].copies", "steps"].map(parsePath);
    const before = { label: "x", tags: { a: "1", b: "1" }, books: [{ isbn: "1", copies: 1 }], steps: ["a"] };
    const after = { label: "y", tags: { a: "2", b: "2" }, books: [{ isbn: "1", copies: 2 }], steps: ["b", "c"] };
    expect(found(before, after, { ignore })).toEqual({ label: "update", "tags.b": "update" });
  });

  it("take a comparison's word that both mean the same", () => {
    const sameMeaning = { label: (a: PropertyValue, b: PropertyValue) => String(a).trim() === String(b).trim() };
    expect(found({ label: "x" }, { label: " x" }, { sameMeaning })).toEqual({});
    expect(found({ label: "x" }, { label: new Secret(" x") }, { sameMeaning })).toEqual({});
    expect(found({ label: "x" }, { label: "y" }, { sameMeaning })).toEqual({ label: "update" });
  });

  it("ask no comparison about what is unknown or absent", () => {
    const sameMeaning = {
      tags: () => {
        throw new Error("asked");
      },
    };
    expect(found({ tags: { a: "1" } }, { tags: { a: unknown } }, { sameMeaning })).toEqual({ "tags.a": "update" });
    expect(found({}, { tags: {} }, { sameMeaning })).toEqual({ tags: "add" });
  });
});

function structuredCopy(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isPropertyMap(value)) return value;
  const backwards = Object.entries(value).reverse();
  return Object.fromEntries(backwards.map(([key, child]) => [key, structuredCopy(child)]));
}

/** The paths of values that have no parts; none below a secret, whose parts have no path of their own. */
function leaves(value: PropertyValue, path: PropertyPath = []): PropertyPath[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isPropertyMap(value)) return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
  return value === null || value instanceof Secret || hasUnknown(value) ? [] : [path];
}

function withLeaf(value: PropertyValue, [step, ...rest]: PropertyPath, leaf: PropertyValue): PropertyValue {
  if (step === undefined) return leaf;
  if (Array.isArray(value)) return value.with(Number(step), withLeaf(value[Number(step)] ?? null, rest, leaf));
  const map = value as PropertyMap;
  return { ...map, [step]: withLeaf(map[step] ?? null, rest, leaf) };
}
