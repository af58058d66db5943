import fc from "fast-check";
import { expect, test } from "vitest";
import { compareConfigurations } from "../../../../cli/promote/configuration/compare.ts";
import {
  type Configuration,
  type ConfigValue,
  configurationOf,
  secret,
} from "../../../../cli/promote/configuration/configuration.ts";
import { textOf } from "../../../../cli/promote/configuration/meaning.ts";
import { stackThatAnswers } from "./stack.ts";

const none = { missing: [], exposed: [], differences: [], own: [] };

function compared(from: Configuration, to: Configuration) {
  return compareConfigurations({ name: "dev", configuration: from }, { name: "staging", configuration: to });
}

const name = fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/);
const scalar: fc.Arbitrary<ConfigValue> = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.stringMatching(/^[a-z ]{1,8}$/),
  fc.constant(secret),
);
/** Structures with something in them, down to lists of plain values. */
const { value } = fc.letrec<{ value: ConfigValue; structure: ConfigValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }),
    tie("structure"),
  ),
  structure: fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 3 }),
}));
const configuration: fc.Arbitrary<Configuration> = fc.dictionary(
  name.map((key) => `flex-media:${key}`),
  value,
  { minKeys: 1, maxKeys: 4 },
);

type Place = { path: string; keys: string[]; value: ConfigValue };

function isStructure(of: ConfigValue): of is Readonly<Record<string, ConfigValue>> {
  return typeof of === "object" && of !== null && !Array.isArray(of);
}

/** Every place in it, structures and what is in them. */
function places(of: Configuration | ConfigValue, keys: string[] = []): Place[] {
  const here = keys.length > 0 ? [{ path: keys.join("."), keys, value: of as ConfigValue }] : [];
  if (!isStructure(of as ConfigValue)) return here;
  return [...here, ...Object.entries(of as Configuration).flatMap(([key, part]) => places(part, [...keys, key]))];
}

function changed(
  of: Configuration,
  [key = "", ...rest]: string[],
  change: (old: ConfigValue) => ConfigValue | undefined,
): Configuration {
  const { [key]: old = null, ...others } = of;
  const made = rest.length === 0 ? change(old) : changed(old as Configuration, rest, change);
  return made === undefined ? others : { ...others, [key]: made };
}

const withPlace = configuration.chain((of) => fc.tuple(fc.constant(of), fc.constantFrom(...places(of))));

test("a configuration lacks nothing beside itself", () => {
  fc.assert(
    fc.property(configuration, (of) => {
      expect(compared(of, structuredCloneOf(of))).toEqual(none);
    }),
  );
});

/** Another one with the same in it, its keys the other way round. */
function structuredCloneOf(of: ConfigValue): never {
  if (Array.isArray(of)) return of.map(structuredCloneOf) as never;
  if (!isStructure(of)) return of as never;
  return Object.fromEntries(
    Object.entries(of)
      .reverse()
      .map(([key, part]) => [key, structuredCloneOf(part)]),
  ) as never;
}

/** Every value that stands there or below. */
function extra(path: string, keys: string[], of: Configuration): object[] {
  const there = places(of).filter((place) => place.path === path || place.path.startsWith(`${path}.`));
  return there
    .filter((place) => keys.every((key, index) => place.keys[index] === key) && !isStructure(place.value))
    .map((place) => ({ path: place.path, from: undefined, to: textOf(place.value), meaning: "only in staging" }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

test("what is taken out anywhere is missing, by its path and nothing else; what is put in is told with its values", () => {
  fc.assert(
    fc.property(withPlace, ([of, { path, keys }]) => {
      const less = changed(of, keys, () => undefined);
      expect(compared(of, less)).toEqual({ ...none, missing: [path] });
      expect(compared(less, of)).toEqual({ ...none, differences: extra(path, keys, of) });
    }),
  );
});

test("null is as good as nothing", () => {
  fc.assert(
    fc.property(withPlace, ([of, { path, keys }]) => {
      expect(
        compared(
          of,
          changed(of, keys, () => null),
        ).missing,
      ).toEqual([path]);
    }),
  );
});

test("a value that is another one is told with both values; a secret only where it is none any more", () => {
  fc.assert(
    fc.property(withPlace, fc.stringMatching(/^[A-Z]{3,8}$/), ([of, { path, keys, value: old }], other) => {
      fc.pre(!isStructure(old));
      const found = compared(
        of,
        changed(of, keys, () => other),
      );
      if (old === secret) expect(found).toEqual({ ...none, exposed: [path] });
      else {
        expect(found).toEqual({
          ...none,
          differences: [{ path, from: textOf(old), to: other, meaning: expect.any(String) }],
        });
      }
      if (old === secret) return;
      const hidden = compared(
        of,
        changed(of, keys, () => secret),
      );
      expect(hidden.differences).toEqual([{ path, from: "[plain text]", to: "[secret]", meaning: "kept secret" }]);
    }),
  );
});

test("two lists of plain values tell what is on one side only", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(20)), fc.uniqueArray(fc.nat(20)), (from, to) => {
      const { missing, differences } = compared({ "a:b": from }, { "a:b": to });
      expect(missing).toEqual([]);
      const only = [...from.filter((one) => !to.includes(one)), ...to.filter((one) => !from.includes(one))];
      if (only.length === 0 && from.join() === to.join()) expect(differences).toEqual([]);
      else if (only.length === 0) expect(differences[0]?.meaning).toBe("the same in another order");
      else for (const one of only) expect(differences[0]?.meaning).toMatch(new RegExp(`\\b${one}\\b`));
    }),
  );
});

test("limits differ by meaning", () => {
  const web = { files: 2, fileSize: "5 MiB", totalSize: "1024 KiB", enabled: true, extensions: ["jpg", "pdf"] };
  const other = { files: 1, fileSize: "10 MiB", totalSize: "1 MiB", enabled: false, extensions: ["jpg", "gif"] };
  const { differences } = compared(
    { "flex-media:attachments": { web }, "aws:maxRetries": "3" },
    { "flex-media:attachments": { web: other }, "aws:maxRetries": "25" },
  );
  expect(differences).toEqual([
    { path: "aws:maxRetries", from: "3", to: "25", meaning: "more" },
    { path: "flex-media:attachments.web.enabled", from: "true", to: "false", meaning: "off" },
    {
      path: "flex-media:attachments.web.extensions",
      from: "[jpg, pdf]",
      to: "[jpg, gif]",
      meaning: "pdf only in dev; gif only in staging",
    },
    { path: "flex-media:attachments.web.fileSize", from: "5 MiB", to: "10 MiB", meaning: "more" },
    { path: "flex-media:attachments.web.files", from: "2", to: "1", meaning: "less" },
  ]);
});

test("what is the account's own is expected to differ; how an account is reached may also be left out", () => {
  const of = (digit: string, more: Configuration = {}): Configuration => ({
    "twilio:accountSid": `AC${digit.repeat(32)}`,
    "flex-media:voice": { numbers: [`+1415555010${digit}`], workflow: `WW${digit.repeat(32)}` },
    "flex-media:storage": { kmsKeyArn: `arn:aws:kms:us-east-1:12345678901${digit}:key/${digit}` },
    ...more,
  });
  const reach = { "twilio:endpoints": { api: "http://127.0.0.1:1" }, "aws:s3UsePathStyle": "true" };
  expect(compared(of("1", reach), of("2"))).toEqual({
    ...none,
    own: [
      "aws:s3UsePathStyle",
      "flex-media:storage.kmsKeyArn",
      "flex-media:voice.numbers",
      "flex-media:voice.workflow",
      "twilio:accountSid",
      "twilio:endpoints",
    ],
  });
  expect(compared(of("1"), { ...of("2"), "twilio:accountSid": null }).missing).toEqual(["twilio:accountSid"]);
});

test("addresses find their like by type, whatever their number and order", () => {
  const sms = { type: "sms", address: "+14155550101", name: "Text messages", retries: 1 };
  const chat = { type: "chat", address: "web", name: "Web chat" };
  const from = { "flex-media:messaging": { addresses: [sms, chat] } };
  const messaging = (...addresses: ConfigValue[]) => ({ "flex-media:messaging": { addresses } });
  const other = { ...sms, address: "+14155550102" };
  expect(compared(from, messaging(chat, other))).toEqual({
    ...none,
    own: ["flex-media:messaging.addresses[sms].address"],
  });
  expect(compared(from, messaging(chat)).missing).toEqual(["flex-media:messaging.addresses[sms]"]);
  expect(compared(from, messaging()).missing).toHaveLength(2);
  expect(compared(from, messaging(chat, sms, { ...chat, type: "whatsapp" }))).toEqual({
    ...none,
    differences: [
      {
        path: "flex-media:messaging.addresses[whatsapp].type",
        from: undefined,
        to: "whatsapp",
        meaning: "only in staging",
      },
    ],
    own: ["flex-media:messaging.addresses[whatsapp].address", "flex-media:messaging.addresses[whatsapp].name"],
  });
  const { retries: _, ...less } = sms;
  expect(compared(from, messaging(chat, less)).missing).toEqual(["flex-media:messaging.addresses[sms].retries"]);
  expect(compared(from, messaging(chat, sms, other)).differences).toEqual([
    { path: "flex-media:messaging.addresses[sms]", from: "1", to: "2", meaning: "more" },
  ]);
  expect(compared(messaging(sms, other, chat), messaging(chat, less)).missing).toEqual([
    "flex-media:messaging.addresses[sms].retries",
  ]);
});

test("a structure in place of a plain value is another value", () => {
  const found = compared({ "a:b": "forever" }, { "a:b": { days: 30 } });
  expect(found).toEqual({
    ...none,
    differences: [{ path: "a:b", from: "forever", to: "{days: 30}", meaning: "other" }],
  });
});

test("a secret is none where only an empty structure stands in its place", () => {
  expect(compared({ "a:b": secret }, { "a:b": {} }).exposed).toEqual(["a:b"]);
  expect(compared({ "a:b": secret }, { "a:b": { c: secret } })).toEqual(none);
});

test("of a URL nothing is shown that may be a credential", () => {
  expect(textOf("to https://user:pass@host.example/path?token=abc#x and https://u@other.example/")).toBe(
    "to https://host.example/path?… and https://other.example/",
  );
  expect(textOf(["https://host.example/path"])).toBe("[https://host.example/path]");
});

test("secrets are opened only to see where they are", async () => {
  const { stack } = stackThatAnswers({
    config: {
      "twilio:authToken": { value: "s3cret", secret: true },
      "flex-media:x": { value: '{"y":3,"z":["s3cret"]}', objectValue: { y: 3, z: ["s3cret"] }, secret: true },
      "flex-media:voice": { value: '{"numbers":["+1"]}', objectValue: { numbers: ["+1"] }, secret: false },
      "flex-media:storage": { value: '{"throwAway":true}' },
      "flex-media:odd": { value: "{no JSON" },
      "aws:region": { value: "us-east-1" },
    },
  });
  const read = await configurationOf(stack);
  expect(read).toEqual({
    "twilio:authToken": secret,
    "flex-media:x": { y: secret, z: [secret] },
    "flex-media:voice": { numbers: ["+1"] },
    "flex-media:storage": { throwAway: true },
    "flex-media:odd": "{no JSON",
    "aws:region": "us-east-1",
  });
});
