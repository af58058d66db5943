import fc from "fast-check";
import { expect, test } from "vitest";
import { compareConfigurations } from "../../../../../cli/promote/configuration/compare.ts";
import {
  type Configuration,
  type ConfigValue,
  secret,
} from "../../../../../cli/promote/configuration/configuration.ts";

const none = { missing: [], exposed: [], differences: [], own: [] };

function compared(from: Configuration, to: Configuration) {
  return compareConfigurations({ name: "dev", configuration: from }, { name: "staging", configuration: to });
}

const credentials = ["twilio:authToken", "twilio:apiSecret", "aws:secretKey", "aws:token"];

test.each(credentials)("%s is a secret, whatever a configuration makes of it", (key) => {
  const plain = "0123456789abcdef0123456789abcdef";
  expect(compared({ [key]: plain }, { [key]: secret })).toEqual(none);
  const given: Configuration[] = [{ [key]: plain }, { [key]: secret }, {}];
  for (const from of given) {
    expect(compared(from, { [key]: "another one" })).toEqual({ ...none, exposed: [key] });
  }
  expect(compared({ [key]: plain }, {})).toEqual({ ...none, missing: [key] });
});

const shape = (value: fc.Arbitrary<ConfigValue>): fc.Arbitrary<ConfigValue> =>
  fc.oneof(
    value,
    fc.array(value, { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.constant("a"), value, { minKeys: 1 }),
  );

test("where either side is secret nothing is shown of the other", () => {
  const plain = fc.stringMatching(/^plain[a-z]{3,8}$/);
  fc.assert(
    fc.property(shape(plain), shape(fc.constant(secret)), (open, closed) => {
      for (const found of [
        compared({ "a:b": open }, { "a:b": closed }),
        compared({ "a:b": closed }, { "a:b": open }),
      ]) {
        expect(JSON.stringify(found.differences)).not.toMatch(/plain[a-z]/);
      }
    }),
  );
  expect(compared({ "a:b": [secret] }, { "a:b": ["plain"] })).toEqual({ ...none, exposed: ["a:b"] });
  expect(compared({ "a:b": "plain" }, { "a:b": { c: secret } }).differences).toEqual([
    { path: "a:b", from: "[plain text]", to: "[secret]", meaning: "kept secret" },
  ]);
});

test("what looks like a credential is shown nowhere, and still told to differ", () => {
  const [one, other] = ["0123456789abcdef0123456789abcdef", "f".repeat(32)];
  expect(compared({ "a:b": `Bearer ${one}` }, { "a:b": `Bearer ${other}` }).differences).toEqual([
    { path: "a:b", from: "Bearer …", to: "Bearer …", meaning: "other, in what is not shown" },
  ]);
  const lists = compared({ "a:b": [one, "same"] }, { "a:b": ["same", other] });
  expect(lists.differences).toEqual([
    { path: "a:b", from: "[…, same]", to: "[same, …]", meaning: "… only in dev; … only in staging" },
  ]);
  expect(compared({}, { "a:b": { url: `https://host.example/x?sig=${one}` } }).differences).toEqual([
    { path: "a:b.url", from: undefined, to: "https://host.example/x?…", meaning: "only in staging" },
  ]);
});

test("which numbers a stack has is its own; that it has some, and how many, is told", () => {
  const numbers = (...list: string[]) => ({ "flex-media:voice": { numbers: list } });
  const path = "flex-media:voice.numbers";
  expect(compared(numbers("+14155550101"), numbers("+14155550102"))).toEqual({ ...none, own: [path] });
  expect(compared(numbers("+14155550101"), numbers())).toEqual({ ...none, missing: [path] });
  expect(compared(numbers("+14155550101"), numbers("+14155550102", "+14155550103"))).toEqual({
    ...none,
    differences: [{ path, from: "1 of its own", to: "2 of its own", meaning: "more" }],
  });
  expect(compared({}, numbers("+14155550101"))).toEqual({ ...none, own: [path] });
});
