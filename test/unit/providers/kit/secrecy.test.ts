import { describe, expect, it } from "vitest";
import { z } from "zod";
import { secret } from "../../../../providers/kit/field.ts";
import { jsonSchemaOf, SchemaNode } from "../../../../providers/kit/json-schema.ts";
import { mapAsDeclared, sealed, withoutSecrets } from "../../../../providers/kit/secrecy.ts";
import { type PropertyMap, Secret, unknown } from "../../../../providers/kit/values.ts";
import { shown } from "../../../contract/kit/shown.ts";

const node = new SchemaNode(
  jsonSchemaOf(
    z.strictObject({
      label: z.string(),
      token: secret(z.string()),
      login: z.strictObject({ user: z.string(), password: secret(z.string()) }),
      logins: z.array(z.strictObject({ user: z.string(), password: secret(z.string()) })),
      tags: z.record(z.string(), z.string()),
      codes: z.array(z.string()),
    }),
    "input",
  ),
);

const declared = (map: PropertyMap) => shown(mapAsDeclared(node, map));
const seal = (map: PropertyMap, original?: PropertyMap) => shown(sealed(node, map, original));

describe("what a lifecycle function sees", () => {
  it("is a secret exactly where it is declared", () => {
    expect(declared({ label: "x", token: "t", login: { user: "u", password: "p" } })).toEqual({
      label: "x",
      token: { secret: "t" },
      login: { user: "u", password: { secret: "p" } },
    });
  });

  it("is open where the user made a secret of a plain property", () => {
    expect(
      declared({
        label: new Secret("x"),
        token: new Secret("t"),
        login: new Secret({ user: new Secret("u"), password: "p" }),
        codes: [new Secret("1")],
      }),
    ).toEqual({
      label: "x",
      token: { secret: "t" },
      login: { user: "u", password: { secret: "p" } },
      codes: ["1"],
    });
  });

  it("is unknown rather than the secret of something unknown", () => {
    expect(mapAsDeclared(node, { token: new Secret(unknown), label: new Secret(unknown) })).toEqual({
      token: unknown,
      label: unknown,
    });
  });

  it("is null rather than the secret of nothing", () => {
    expect(declared({ token: null, label: new Secret(null) })).toEqual({ token: null, label: null });
  });

  it("is what came, where nothing is declared", () => {
    expect(declared({ other: { a: [1] }, constructor: "x" })).toEqual({ other: { a: [1] }, constructor: "x" });
  });
});

describe("what goes to the engine", () => {
  it("is sealed where it is declared, at every depth", () => {
    expect(seal({ label: "x", token: "t", logins: [{ user: "u", password: "p" }] })).toEqual({
      label: "x",
      token: { secret: "t" },
      logins: [{ user: "u", password: { secret: "p" } }],
    });
  });

  it("is sealed again where the user's own value was secret", () => {
    expect(seal({ label: "y", codes: ["2"] }, { label: new Secret("x"), codes: [] })).toEqual({
      label: { secret: "y" },
      codes: ["2"],
    });
  });

  it("is sealed only where the user's value was, within an object", () => {
    expect(seal({ tags: { a: "1", b: "2", c: "3" } }, { tags: { a: new Secret("0"), b: "2" } })).toEqual({
      tags: { a: { secret: "1" }, b: "2", c: "3" },
    });
  });

  it("is sealed as a whole, for a list in which the user had a secret", () => {
    expect(seal({ codes: ["2", "1"] }, { codes: [new Secret("1"), "2"] })).toEqual({ codes: { secret: ["2", "1"] } });
  });

  it("is sealed beside a declared secret too", () => {
    const original = { login: { user: new Secret("u"), password: new Secret("p") } };
    expect(seal({ login: { user: "u", password: "p" } }, original)).toEqual({
      login: { user: { secret: "u" }, password: { secret: "p" } },
    });
    expect(seal({ logins: [{ user: "u", password: "p" }] }, { logins: [original.login] })).toEqual({
      logins: { secret: [{ user: "u", password: { secret: "p" } }] },
    });
  });

  it("is open as a list where only declared secrets are in it", () => {
    const original = { logins: [{ user: "u", password: new Secret("p") }] };
    expect(seal({ logins: [{ user: "u", password: "q" }] }, original)).toEqual({
      logins: [{ user: "u", password: { secret: "q" } }],
    });
  });

  it("is sealed as a whole where a secret object became something else", () => {
    expect(seal({ tags: ["a"] }, { tags: { a: new Secret("1") } })).toEqual({ tags: { secret: ["a"] } });
    expect(seal({ tags: { a: "1" } }, { tags: new Secret({ a: "0" }) })).toEqual({ tags: { secret: { a: "1" } } });
  });

  it("keeps what is sealed already, and seals no absence", () => {
    expect(seal({ token: new Secret("t"), label: null }, { label: new Secret("x") })).toEqual({
      token: { secret: "t" },
      label: null,
    });
    expect(seal({ token: null })).toEqual({ token: null });
  });

  it("seals what is unknown where a secret is declared", () => {
    expect(seal({ token: unknown })).toEqual({ token: { secret: unknown } });
  });
});

describe("withoutSecrets", () => {
  const properties = {
    plain: "open",
    deep: [{ a: new Secret({ password: 'p"w', pin: 4711, short: "a", nothing: "" }) }],
  };

  it.each([
    ["no secret in it", "no secret in it"],
    ['is p"w, but', "is [secret], but"],
    ['is "p\\"w", but', 'is "[secret]", but'],
    ["is 4711, but must be at most 9", "is [secret], but must be at most 9"],
    ["is 47110", "is 47110"],
    ["a bad apple", "[secret] bad apple"],
    ["is open", "is open"],
  ])("%s", (message, expected) => {
    expect(withoutSecrets(message, properties)).toBe(expected);
  });

  it("takes the longest first", () => {
    expect(withoutSecrets("is a b", { x: new Secret("a"), y: new Secret("a b") })).toBe("is [secret]");
  });

  it("takes characters that patterns know for what they are", () => {
    expect(withoutSecrets("is $& (or .*)", { x: new Secret("$&"), y: new Secret(".*") })).toBe(
      "is [secret] (or [secret])",
    );
  });
});
