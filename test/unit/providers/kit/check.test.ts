import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PropertyShape } from "../../../../providers/kit/check.ts";
import { failuresMessage } from "../../../../providers/kit/errors.ts";
import { rule, secret } from "../../../../providers/kit/field.ts";
import {
  contains,
  type PropertyMap,
  type PropertyValue,
  revealed,
  Secret,
  unknown,
} from "../../../../providers/kit/values.ts";

const book = z.strictObject({
  isbn: z.string().length(3),
  copies: z.int().min(1).default(1),
});

const shelf = new PropertyShape(
  rule(
    z.strictObject({
      label: z.string().max(10),
      width: z.int().min(20).max(200).default(80),
      used: z.int().optional(),
      books: z.array(book).meta({ keyedBy: "isbn" }).optional(),
      tags: z.record(z.string(), z.string()).optional(),
      key: secret(z.string().min(8)).optional(),
      hook: z
        .discriminatedUnion("kind", [
          z.strictObject({ kind: z.literal("web"), url: z.url() }),
          z.strictObject({ kind: z.literal("flow"), sid: z.string().length(4) }),
        ])
        .optional(),
      owner: z.union([z.strictObject({ person: z.string() }), z.strictObject({ team: z.int() })]).optional(),
    }),
    function* ({ width, used }) {
      if (Number(used) > Number(width)) yield { path: ["used"], reason: `is ${used}, more than width; lower it` };
    },
  ).meta({ refused: { height: "is set by the room; remove it" } }),
);

function reasons(value: Record<string, unknown>): string[] {
  return failuresMessage(shelf.check(value as PropertyMap).failures)
    .split("\n")
    .filter((line) => line !== "");
}

describe("a check", () => {
  it("finds nothing wrong with what is right, and fills defaults", () => {
    const { properties, failures } = shelf.check({ label: "x", books: [{ isbn: "123" }] });
    expect(failures).toEqual([]);
    expect(properties).toEqual({ label: "x", width: 80, books: [{ isbn: "123", copies: 1 }] });
  });

  it("names everything that is wrong, all at once", () => {
    expect(
      reasons({
        width: 7,
        used: 9,
        books: [{ isbn: "1", copies: 0 }, { isbn: "123", colour: "red" }, "x"],
        tags: { a: 1 },
        key: "short",
        hook: { kind: "web", url: "x" },
        lable: "x",
        height: 3,
      }).sort(),
    ).toEqual(
      [
        "books[0].copies: is 0, but must be at least 1",
        "books[0].isbn: is 1 character long, but must be at least 3 characters long",
        "books[1].colour: is no property here; use one of isbn, copies",
        'books[2]: is "x", but must be an object',
        "height: is set by the room; remove it",
        'hook.url: is "x", but must be a URL',
        "key: is [secret], but must be at least 8 characters long",
        "lable: is no property here; use one of label, width, used, books, tags, key, hook, owner",
        "label: is missing; give it a string",
        "tags.a: is 1, but must be a string",
        "used: is 9, more than width; lower it",
        "width: is 7, but must be at least 20",
      ].sort(),
    );
  });

  it("runs rules on values that are wrong themselves", () => {
    expect(reasons({ label: 1, width: "wide", used: 300 })).toEqual([
      "label: is 1, but must be a string",
      'width: is "wide", but must be a number',
    ]);
    expect(reasons({ label: 1, used: 300 })).toContain("used: is 300, more than width; lower it");
  });

  it("gives properties with defaults and secret marks even if something is wrong", () => {
    const { properties, failures } = shelf.check({ key: "short" });
    expect(failures).toHaveLength(2);
    expect(properties.width).toBe(80);
    expect(properties.key).toBeInstanceOf(Secret);
  });
});

describe("null", () => {
  it("means absent, at every depth, in a secret too", () => {
    const { properties, failures } = shelf.check({
      label: "x",
      width: null,
      used: new Secret(null),
      key: new Secret(null),
      books: [{ isbn: "123", copies: null }],
    });
    expect(failures).toEqual([]);
    expect(properties).toEqual({ label: "x", width: 80, books: [{ isbn: "123", copies: 1 }] });
  });

  it("is missing where a value is needed, and wrong in a list", () => {
    expect(reasons({ label: null, books: [null] })).toEqual([
      "label: is missing; give it a string",
      "books[0]: is null, but must be an object",
    ]);
  });
});

describe("what is unknown", () => {
  it("is not judged", () => {
    expect(reasons({ label: unknown, width: unknown, books: unknown, key: unknown, hook: unknown })).toEqual([]);
    expect(reasons({ label: "x", books: [unknown, { isbn: unknown }], tags: { a: unknown } })).toEqual([]);
    expect(reasons({ label: new Secret(unknown), key: new Secret(unknown) })).toEqual([]);
  });

  it("stays in the properties as it came", () => {
    const { properties } = shelf.check({ label: unknown, key: new Secret(unknown) });
    expect(properties.label).toBe(unknown);
    expect(revealed(properties.key ?? null)).toBe(unknown);
  });

  it("leaves open what depends on it", () => {
    expect(reasons({ label: "x", hook: { kind: unknown } })).toEqual([]);
    expect(reasons({ label: "x", owner: { person: unknown } })).toEqual([]);
  });

  it("keeps nothing else from being judged", () => {
    expect(reasons({ label: unknown, width: 7, books: [{ isbn: unknown, copies: 0 }] })).toEqual([
      "width: is 7, but must be at least 20",
      "books[0].copies: is 0, but must be at least 1",
    ]);
  });

  it("does not make a property of a name that is none", () => {
    expect(reasons({ label: "x", height: unknown })).toEqual(["height: is set by the room; remove it"]);
    expect(reasons({ label: "x", constructor: unknown })).toEqual([
      "constructor: is no property here; use one of label, width, used, books, tags, key, hook, owner",
    ]);
  });

  it("is not judged inside a declared secret", () => {
    const shape = new PropertyShape(
      z.strictObject({ login: secret(z.strictObject({ user: z.string(), pin: z.int().max(9) })) }),
    );
    expect(shape.check({ login: new Secret({ user: unknown, pin: 1 }) }).failures).toEqual([]);
    expect(shape.check({ login: new Secret({ user: unknown, pin: 10 }) }).failures).toEqual([
      { path: ["login", "pin"], reason: "is [secret], but must be at most 9" },
    ]);
  });
});

describe("a union", () => {
  it("is judged by the alternative that its literal names", () => {
    expect(reasons({ label: "x", hook: { kind: "flow", sid: "1" } })).toEqual([
      "hook.sid: is 1 character long, but must be at least 4 characters long",
    ]);
    expect(reasons({ label: "x", hook: { kind: "flow", sid: "1234", url: "x" } })).toEqual([
      "hook.url: is no property here; use one of kind, sid",
    ]);
  });

  it("with a literal that fits none says so", () => {
    expect(reasons({ label: "x", hook: { kind: "fax" } })).toEqual(['hook.kind: is "fax"; use one of "web", "flow"']);
    expect(reasons({ label: "x", hook: {} })).toEqual(['hook.kind: is missing; use one of "web", "flow"']);
    expect(reasons({ label: "x", owner: { person: 1, team: "x" } })).toEqual([
      "owner: fits none of the documented forms; keep to one of them",
    ]);
    expect(reasons({ label: "x", owner: { person: 1, team: 2 } })).toEqual([
      "owner.person: does not go with the properties beside it; keep to one of the documented forms",
    ]);
  });
});

describe("a keyed list", () => {
  it("refuses a key that is there already", () => {
    expect(reasons({ label: "x", books: [{ isbn: "123" }, { isbn: "456" }, { isbn: "123" }] })).toEqual([
      'books[2].isbn: is "123" again, as in item 0; keep one of the two',
    ]);
  });

  it("does not judge keys that are unknown or missing", () => {
    expect(reasons({ label: "x", books: [{ isbn: unknown }, { isbn: unknown }] })).toEqual([]);
    expect(reasons({ label: "x", books: [{}, {}] })).toEqual([
      "books[0].isbn: is missing; give it a string",
      "books[1].isbn: is missing; give it a string",
    ]);
  });

  it("tells secret keys apart without telling them", () => {
    const pin = (key: string) => ({ isbn: new Secret(key) });
    expect(reasons({ label: "x", books: [pin("123"), pin("456")] })).toEqual([]);
    expect(reasons({ label: "x", books: [pin("123"), pin("123")] })).toEqual([
      'books[1].isbn: is "[secret]" again, as in item 0; keep one of the two',
    ]);
  });
});

describe("a secret", () => {
  it("is in no reason, wherever the user put it", () => {
    const value: Record<string, PropertyValue> = {
      label: new Secret("hunter2-hunter2"),
      width: new Secret(7),
      used: new Secret(4711),
      books: new Secret([{ isbn: "s3", copies: 0 }]),
      tags: { a: new Secret(815) },
      key: new Secret("s4"),
      hook: { kind: "web", url: new Secret("s5") },
    };
    const found = reasons(value);
    expect(found).toHaveLength(8);
    expect(found.join("\n")).not.toMatch(/hunter2|4711|815|s3|s4|s5|is 7/);
  });

  it("stays one in the properties, and a declared one becomes one", () => {
    const { properties } = shelf.check({ label: new Secret("x"), key: "12345678", books: new Secret([]) });
    expect(
      Object.entries(properties)
        .filter(([, value]) => contains(value, (inner) => inner instanceof Secret))
        .map(([key]) => key),
    ).toEqual(["label", "key", "books"]);
  });
});
