import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Archive,
  Asset,
  asPropertyMap,
  contains,
  hasUnknown,
  type PropertyValue,
  revealed,
  Secret,
  unknown,
} from "../../../../providers/kit/values.ts";
import { propertyMap } from "./arbitrary.ts";

describe("a secret", () => {
  const secret = new Secret("hunter2");

  it.each([
    ["String", () => String(secret)],
    ["a template", () => `a ${secret}`],
    ["JSON", () => JSON.stringify({ a: [secret] })],
    ["inspect", () => inspect({ a: [secret] }, { showHidden: true, depth: 9 })],
    ["an error's message", () => new Error(`${secret} is wrong`).message],
    ["its keys and values", () => inspect([Object.keys(secret), Object.values(secret), Object.entries(secret)])],
    ["inspect of a Map", () => inspect(new Map([["a", secret]]))],
  ])("does not show in %s", (_, printed) => {
    expect(printed()).not.toContain("hunter2");
  });

  it("prints what it is", () => {
    expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual(["[secret]", '"[secret]"', "[secret]"]);
  });

  it("is opened by reveal alone", () => {
    expect(secret.reveal()).toBe("hunter2");
    expect(Object.assign({}, secret)).toEqual({});
  });
});

describe("an unknown value", () => {
  it("prints as such", () => {
    expect([String(unknown), JSON.stringify(unknown), inspect(unknown)]).toEqual([
      "[unknown]",
      '"[unknown]"',
      "[unknown]",
    ]);
  });
});

describe("looking into values", () => {
  const hasSecret = (value: PropertyValue) => contains(value, (inner) => inner instanceof Secret);

  it("finds secrets and unknowns at every depth", () => {
    expect(hasSecret({ a: [{ b: new Secret(1) }] })).toBe(true);
    expect(hasSecret({ a: [{ b: 1 }] })).toBe(false);
    expect(hasUnknown({ a: new Secret([unknown]) })).toBe(true);
    expect(hasUnknown({ a: new Secret(["[unknown]"]) })).toBe(false);
  });

  it("reveals every secret", () => {
    fc.assert(
      fc.property(propertyMap, (map) => {
        expect(hasSecret(revealed(map))).toBe(false);
      }),
    );
    expect(revealed({ a: new Secret([new Secret("x")]) })).toEqual({ a: ["x"] });
  });
});

describe("asPropertyMap", () => {
  it("keeps every property value as it is", () => {
    fc.assert(
      fc.property(propertyMap, (map) => {
        expect(revealed(asPropertyMap(map))).toEqual(revealed(map));
      }),
    );
  });

  it("leaves out what is undefined, inside secrets too", () => {
    const map = asPropertyMap({ a: undefined, b: { c: undefined, d: 1 }, e: new Secret({ f: undefined }) });
    expect(Object.keys(map)).toEqual(["b", "e"]);
    expect(revealed(map)).toStrictEqual({ b: { d: 1 }, e: {} });
  });

  it("takes objects without a prototype", () => {
    expect(asPropertyMap({ a: Object.assign(Object.create(null), { b: 1 }) })).toStrictEqual({ a: { b: 1 } });
  });

  it("keeps assets and archives", () => {
    const map = { a: new Asset({ text: "x" }), b: new Archive({ path: "p" }), c: unknown };
    expect(asPropertyMap(map)).toEqual(map);
  });

  it.each([
    ["a Date", { at: { times: [new Date(0)] } }, "at.times[0]", "Date"],
    ["a Map", { tags: new Map() }, "tags", "Map"],
    ["a function", { run: () => 1 }, "run", "function"],
    ["a bigint", { size: 1n }, "size", "bigint"],
    ["undefined in a list", { list: [undefined] }, "list[0]", "undefined"],
    ["a Date in a secret", { s: new Secret(new Date(0)) }, "s", "Date"],
  ])("refuses %s", (_, value, path, kind) => {
    expect(() => asPropertyMap(value)).toThrow(
      `Property ${path} is of type ${kind}, which no Pulumi property has; return plain data.`,
    );
  });
});
