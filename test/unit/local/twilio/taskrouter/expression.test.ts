import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, expressionFault } from "../../../../../local/twilio/taskrouter/expression.ts";

const attributes = {
  type: "ticket",
  language: "de",
  languages: ["de", "en"],
  level: 5,
  vip: true,
  nothing: null,
  customer: { tier: { name: "gold" } },
};

test.each([
  ["1 == 1", true],
  ["1=1", true],
  ["0 != 1", true],
  ["'a' == \"a\"", true],
  ["type == 'ticket'", true],
  ["type != 'ticket'", false],
  ["level > 4.5", true],
  ["level >= 5 AND level <= 5", true],
  ["level < 5 OR level > 5", false],
  ["level > -1", true],
  ["vip == true", true],
  ["vip == 'true'", false],
  ["nothing == null", true],
  ["customer.tier.name == 'gold'", true],
  ["customer.tier HAS 'gold'", false],
  ["languages HAS 'en'", true],
  ["languages has 'fr'", false],
  ["language IN ['de', \"fr\"]", true],
  ["language in languages", true],
  ["language NOT IN ['en']", true],
  ["language not in languages", false],
  ["type CONTAINS 'ick'", true],
  ["languages CONTAINS 'de'", false],
  ["type == 'x' OR vip == true AND level == 5", true],
  ["(type == 'x' OR vip == true) AND level == 4", false],
  ["'it\\'s' == \"it's\"", true],
  ["language IN []", false],
])("%s is %s", (text, expected) => {
  expect(evaluate(text, attributes)).toBe(expected);
});

test.each([
  ["missing == 'x'", false],
  ["missing == other", false],
  ["missing != 'x'", true],
  ["missing > 1", false],
  ["missing HAS 'x'", false],
  ["missing IN ['x']", false],
  ["missing NOT IN ['x']", true],
  ["type.length == 6", false],
  ["constructor == 'x'", false],
  ["level > 'a'", false],
])("of what isn't there, or of another kind: %s is %s", (text, expected) => {
  expect(evaluate(text, attributes)).toBe(expected);
});

test.each([
  ["", "it ends too early"],
  ["type", "it ends too early"],
  ["type ==", "it ends too early"],
  ["type == 'a' AND", "it ends too early"],
  ["(type == 'a'", ") is missing before the end"],
  ["type == 'a')", ") is not expected there"],
  ["type LIKE 'a'", "LIKE is not expected there"],
  ["NOT type == 'a'", "NOT stands where a value must be"],
  ["type NOT HAS 'a'", "NOT is not expected there"],
  ["my-key == 1", '"my-key == 1" can\'t be read'],
  ["type == 'a", "\"'a\" can't be read"],
  ["type == 'a' && 1 == 1", '"&& 1 == 1" can\'t be read'],
  ["a IN ['x' 'y']", ", is missing before 'y'"],
  ["a <> 1", "> is not expected there"],
])("%s is no expression: %s", (text, fault) => {
  expect(expressionFault(text)).toBe(fault);
  expect(() => evaluate(text, {})).toThrow(fault);
});

const key = fc.stringMatching(/^k[a-z0-9_]{0,6}$/);
const constant = fc.oneof(fc.integer({ min: -999, max: 999 }), fc.boolean(), fc.stringMatching(/^[a-z '"\\]{0,8}$/));

function written(value: number | boolean | string): string {
  return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : String(value);
}

test("whatever an attribute is, it equals itself, and is in a list that has it", () => {
  fc.assert(
    fc.property(key, constant, constant, (name, value, other) => {
      const given = { [name]: value };
      expect(evaluate(`${name} == ${written(value)}`, given)).toBe(true);
      expect(evaluate(`${name} != ${written(other)}`, given)).toBe(value !== other);
      expect(evaluate(`${name} IN [${written(other)}, ${written(value)}]`, given)).toBe(true);
      expect(evaluate(`${name} NOT IN [${written(other)}]`, given)).toBe(value !== other);
    }),
  );
});

test("AND binds closer than OR, as with parentheses", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (a, b, c) => {
      const given = { a, b, c };
      expect(evaluate("a == true OR b == true AND c == true", given)).toBe(a || (b && c));
      expect(evaluate("(a == true OR b == true) AND c == true", given)).toBe((a || b) && c);
    }),
  );
});

test("any text is an expression or has a fault, and nothing else", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(["undefined", "string"]).toContain(typeof expressionFault(text));
    }),
  );
});
