import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PropertyShape } from "../../../../providers/kit/check.ts";
import { archive, asset, secret } from "../../../../providers/kit/field.ts";
import { Asset, type PropertyValue, Secret } from "../../../../providers/kit/values.ts";

/** The one reason that is found with the property. */
function reason(schema: z.ZodType, value?: unknown): string {
  const { failures } = new PropertyShape(z.strictObject({ it: schema })).check(
    value === undefined ? {} : { it: value as string },
  );
  expect(failures).toHaveLength(1);
  expect(failures[0]?.path[0]).toBe("it");
  return failures[0]?.reason ?? "";
}

const kind = z.enum(["web", "sms"]);

describe("the words for", () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ["a missing string", z.string(), undefined, "is missing; give it a string"],
    ["a missing number", z.int(), undefined, "is missing; give it a number"],
    ["a missing boolean", z.boolean(), undefined, "is missing; give it true or false"],
    ["a missing list", z.array(z.string()), undefined, "is missing; give it a list"],
    ["a missing object", z.strictObject({}), undefined, "is missing; give it an object"],
    ["a missing choice", kind, undefined, 'is missing; use one of "web", "sms"'],
    ["a missing union", z.union([z.string(), z.int()]), undefined, "is missing; give it one of the documented forms"],
    ["a missing secret", secret(z.string()), undefined, "is missing; give it a string"],
    ["a missing archive", archive(), undefined, "is missing; give a pulumi.asset.AssetArchive or FileArchive"],
    ["a missing asset", asset(), undefined, "is missing; give a pulumi.asset.StringAsset or FileAsset"],

    ["a number for a string", z.string(), 7, "is 7, but must be a string"],
    ["a string for a number", z.number(), "7", 'is "7", but must be a number'],
    ["a fraction", z.int(), 1.5, "is 1.5, but must be a whole number"],
    ["a string for a boolean", z.boolean(), "true", 'is "true", but must be true or false'],
    ["an object for a list", z.array(z.string()), {}, "is an object, but must be a list"],
    ["a list for an object", z.record(z.string(), z.string()), [], "is a list, but must be an object"],
    ["an asset for a string", z.string(), new Asset({ text: "x" }), "is an asset, but must be a string"],
    ["a string for an archive", archive(), "x", "is no archive; give a pulumi.asset.AssetArchive or FileArchive"],
    ["a string for an asset", asset(), "x", "is no asset; give a pulumi.asset.StringAsset or FileAsset"],
    ["a long text", z.int(), "x".repeat(81), "is a string of 81 characters, but must be a number"],

    ["what is no choice", kind, "fax", 'is "fax"; use one of "web", "sms"'],
    ["what is not the only choice", z.literal("web"), "sms", 'is "sms"; use "web"'],
    ["too few", z.number().min(1), 0, "is 0, but must be at least 1"],
    ["too few, exclusively", z.number().gt(0), 0, "is 0, but must be more than 0"],
    ["too many", z.number().max(5), 6, "is 6, but must be at most 5"],
    ["too many, exclusively", z.number().lt(5), 5, "is 5, but must be less than 5"],
    ["too short a text", z.string().min(2), "x", "is 1 character long, but must be at least 2 characters long"],
    ["too long a text", z.string().max(2), "xyz", "is 3 characters long, but must be at most 2 characters long"],
    ["too short a list", z.array(z.int()).min(1), [], "is 0 items long, but must be at least 1 item long"],
    ["too long a list", z.array(z.int()).max(1), [1, 2], "is 2 items long, but must be at most 1 item long"],
    ["no multiple", z.number().multipleOf(5), 7, "is 7, but must be a multiple of 5"],
    ["no URL", z.url(), "nowhere", 'is "nowhere", but must be a URL'],
    ["no time", z.iso.datetime(), "noon", 'is "noon", but must be a time as in 2026-01-31T12:00:00Z'],
    ["the wrong form", z.string().regex(/^AC/), "XY", 'is "XY", but must be of the form /^AC/'],
    ["no alternative", z.union([z.int(), z.boolean()]), "x", "fits none of the documented forms; keep to one of them"],
    [
      "a wrong key",
      z.record(z.string().regex(/^x/), z.int()),
      { y: 1 },
      "has a key of the wrong form; correct the key",
    ],
  ])("%s", (_, schema, value, expected) => {
    expect(reason(schema, value)).toBe(expected);
  });

  it("a schema's own message goes first", () => {
    expect(reason(z.string().regex(/^AC/, "is no account SID; give AC and 32 digits"), "XY")).toBe(
      "is no account SID; give AC and 32 digits",
    );
  });
});

describe("the words for a declared secret", () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ["too short", secret(z.string().min(9)), "hunter2", "is [secret], but must be at least 9 characters long"],
    ["the wrong form", secret(z.string().regex(/^SK/)), "hunter2", "is [secret], but must be of the form /^SK/"],
    ["the wrong type", secret(z.string()), 12345, "is [secret], but must be a string"],
    ["no choice", secret(kind), "hunter2", 'is [secret]; use one of "web", "sms"'],
    [
      "no alternative",
      secret(z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("web") })])),
      { kind: "hunter2" },
      'is [secret]; use "web"',
    ],
    [
      "a message that quotes it",
      secret(z.string().refine(() => false, { error: ({ input }) => `is ${input}, which is wrong; change it` })),
      "hunter2",
      "is [secret], which is wrong; change it",
    ],
  ])("%s", (_, schema, value, expected) => {
    expect(reason(schema, value)).toBe(expected);
    expect(reason(schema, new Secret(value as PropertyValue))).toBe(expected);
  });

  it("what is not marked as one", () => {
    expect(secret(z.string()).safeParse("hunter2").error?.issues[0]?.message).toBe(
      "is not marked as a secret; give it as one",
    );
  });
});
