import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { differences } from "../../../../cli/changes/engine/differences.ts";
import { partsOf, valueAt } from "../../../../cli/changes/engine/paths.ts";

const json = fc.jsonValue({ maxDepth: 4 });
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};
const shown = (before: unknown, after: unknown) =>
  differences(before, after).map(({ path, before: was, after: is }) => [path.text, was, is]);

test("there are differences exactly where values differ, and each is one", () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const found = differences(before, after);
      expect(found.length === 0).toBe(isDeepStrictEqual(before, after));
      for (const { before: was, after: is } of found) expect(isDeepStrictEqual(was, is)).toBe(false);
      const paths = found.map(({ path }) => path.text);
      expect(new Set(paths).size).toBe(paths.length);
    }),
    { numRuns: 500 },
  );
});

const named = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z]{1,8}$/), size: fc.nat() }), {
  selector: ({ name }) => name,
  minLength: 1,
  maxLength: 8,
});

test("items keep their names when another one comes before them", () => {
  fc.assert(
    fc.property(named, fc.nat(), (items, at) => {
      const place = at % (items.length + 1);
      const more = [...items.slice(0, place), { name: "Newcomer", size: 1 }, ...items.slice(place)];
      expect(shown({ items }, { items: more })).toEqual([
        ["items[Newcomer]", undefined, { name: "Newcomer", size: 1 }],
      ]);
      expect(shown({ items: more }, { items })).toEqual([
        ["items[Newcomer]", { name: "Newcomer", size: 1 }, undefined],
      ]);
    }),
  );
});

test("an item that changes is told by its name, wherever it has moved", () => {
  fc.assert(
    fc.property(named, fc.nat(), (items, which) => {
      const chosen = items[which % items.length];
      const changed = items.map((item) => (item === chosen ? { ...item, size: item.size + 1 } : item)).reverse();
      expect(shown({ items }, { items: changed })).toEqual([
        [`items[${chosen?.name}].size`, chosen?.size, (chosen?.size ?? 0) + 1],
      ]);
    }),
  );
});

test("JSON in texts is read, secrets are whole, and another order of a list is seen", () => {
  const policy = (effect: string) => JSON.stringify({ Statement: [{ Sid: "TlsOnly", Effect: effect }] });
  expect(shown({ policy: policy("Deny") }, { policy: policy("Allow") })).toEqual([
    ["policy.Statement[TlsOnly].Effect", "Deny", "Allow"],
  ]);
  expect(shown({ a: secret }, { a: { b: 1 } })).toEqual([["a", secret, { b: 1 }]]);
  expect(shown([1, 2], [2, 1])).toEqual([["", [1, 2], [2, 1]]]);
  expect(shown('{"a":1}', '{ "a": 1 }')).toEqual([["", '{"a":1}', '{ "a": 1 }']]);
  const twins = [{ name: "a" }, { name: "a" }];
  expect(shown({ twins }, { twins: [{ name: "a" }, { name: "b" }] })).toEqual([["twins[1].name", "a", "b"]]);
});

test("a path of the engine leads to what is there, and nowhere else", () => {
  expect(partsOf('rules[0].filter["a.b\\"c"].d')).toEqual(["rules", 0, "filter", 'a.b"c', "d"]);
  expect(valueAt({ rules: [{ a: 1 }] }, partsOf("rules[0].a"))).toBe(1);
  expect(valueAt({ rules: [{ a: 1 }] }, partsOf("rules[1].a"))).toBeUndefined();
  expect(valueAt({ a: 1 }, partsOf("constructor"))).toBeUndefined();
  expect(valueAt(undefined, partsOf("a"))).toBeUndefined();
});
