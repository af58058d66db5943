import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ApiObject,
  onlyAt,
  originalOf,
  pathsIn,
  withDeclared,
  withOriginal,
  withoutNulls,
} from "../../../../../providers/twilio/adoption/owned-values.ts";

const leaf = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.array(fc.string(), { maxLength: 2 }));
const block = fc.dictionary(fc.constantFrom("url", "method", "events"), leaf, { minKeys: 1, noNullPrototype: true });

/** Settings as an API has them: values and blocks of values, under a few names, so that two of them often meet. */
const settings: fc.Arbitrary<ApiObject> = fc
  .record(
    { description: leaf, features: leaf, policy: block, callback: block },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((record): ApiObject => record);

describe("of any settings and any declaration", () => {
  test("what is laid over them is taken off again without a trace", () => {
    fc.assert(
      fc.property(settings, settings, (live, declared) => {
        const original = JSON.parse(JSON.stringify(originalOf(live, pathsIn(declared))));
        expect(withOriginal(withDeclared(live, declared), original)).toEqual(live);
      }),
    );
  });

  test("what was declared reads back, and nothing else", () => {
    fc.assert(
      fc.property(settings, settings, (live, declared) => {
        expect(onlyAt(withDeclared(live, declared), pathsIn(declared))).toEqual(declared);
      }),
    );
  });

  test("only what is declared differs afterwards", () => {
    fc.assert(
      fc.property(settings, settings, (live, declared) => {
        const owned = pathsIn(declared);
        const theirs = pathsIn(live).filter((path) => !owned.includes(path));
        expect(onlyAt(withDeclared(live, declared), theirs)).toEqual(onlyAt(live, theirs));
      }),
    );
  });

  test("neither is changed itself", () => {
    fc.assert(
      fc.property(settings, settings, (live, declared) => {
        const before = structuredClone([live, declared]);
        withOriginal(withDeclared(live, declared), originalOf(live, pathsIn(declared)));
        expect([live, declared]).toEqual(before);
      }),
    );
  });
});

test("paths lead to single values; a list is one, and what is undefined is none", () => {
  expect(pathsIn({ a: 1, b: { c: { d: "x" } }, e: [{ f: 1 }], g: undefined, h: { i: undefined } })).toEqual([
    "a",
    "b.c.d",
    "e",
  ]);
});

test("a block that was there for our values only goes with them", () => {
  expect(withOriginal({ policy: { trim: "x" }, other: 1 }, { "policy.trim": {} })).toEqual({ other: 1 });
  expect(withOriginal({ policy: { trim: "x", track: "y" } }, { "policy.trim": {} })).toEqual({
    policy: { track: "y" },
  });
});

test("null is no value, nor is what every object inherits", () => {
  expect(originalOf({ a: null, b: { c: null } }, ["a", "b.c", "d.e"])).toEqual({ a: {}, "b.c": {}, "d.e": {} });
  expect(originalOf({}, ["constructor", "policy.toString"])).toEqual({ constructor: {}, "policy.toString": {} });
});

test("nulls are left out at every depth, with objects that hold nothing else", () => {
  expect(withoutNulls({ a: null, b: { c: null }, d: [{ e: null, f: 1 }], g: { h: 0 }, i: "" })).toEqual({
    d: [{ f: 1 }],
    g: { h: 0 },
    i: "",
  });
});
