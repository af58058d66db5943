import { describe, expect, it } from "vitest";
import { z } from "zod";
import { declarations, provider } from "../../../../providers/kit/declare.ts";
import { archive, asset, secret } from "../../../../providers/kit/field.ts";
import { packageSchema } from "../../../../providers/kit/package-schema.ts";
import { library } from "./library.ts";
import expected from "./library-schema.json" with { type: "json" };

const { resource } = declarations<object>();

/** The schema of a provider with this one resource. */
function schemaOf(inputs: z.ZodObject, outputs: z.ZodObject = z.strictObject({})) {
  const one = resource({
    type: "test:index:One",
    description: "",
    inputs,
    outputs,
    create: async () => ({ id: "1", outputs: {} }),
    read: async () => undefined,
    delete: async () => {},
  });
  const schema = packageSchema(
    provider({
      name: "test",
      version: "1.0.0",
      description: "",
      config: z.strictObject({}),
      configure: () => ({}),
      resources: [one],
    }),
  );
  const { resources, types } = schema as {
    resources: Record<
      string,
      Record<"inputProperties" | "properties", Record<string, object>> & Record<"requiredInputs" | "required", string[]>
    >;
    types: Record<string, { required: string[]; properties: Record<string, object> }>;
  };
  return { ...resources["test:index:One"], types };
}

describe("the package schema", () => {
  it("is this, for a provider that has everything", () => {
    expect(JSON.parse(JSON.stringify(packageSchema(library)))).toEqual(expected);
  });

  it.each<[string, z.ZodType, object]>([
    ["an archive", archive(), { $ref: "pulumi.json#/Archive" }],
    ["an asset", asset(), { $ref: "pulumi.json#/Asset" }],
    ["what may be null", z.string().nullable(), { type: "string" }],
    [
      "an object that may be null",
      z.record(z.string(), z.int()).nullable(),
      { type: "object", additionalProperties: { type: "integer" } },
    ],
    ["anything", z.any(), { $ref: "pulumi.json#/Any" }],
    [
      "a map of anything",
      z.record(z.string(), z.unknown()),
      { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } },
    ],
    ["a list of secrets", z.array(secret(z.string())), { type: "array", items: { type: "string" } }],
    ["two types of values", z.union([z.string(), z.boolean()]), { oneOf: [{ type: "string" }, { type: "boolean" }] }],
    ["one value", z.literal("x"), { type: "string", const: "x" }],
    [
      "what is not to be used any more",
      z.int().meta({ deprecated: true, description: "Use b." }),
      { type: "integer", description: "Use b.", deprecationMessage: "Use b." },
    ],
    [
      "a described secret",
      secret(z.int()).describe("Hidden."),
      { type: "integer", description: "Hidden.", secret: true },
    ],
  ])("knows %s", (_, schema, spec) => {
    expect(schemaOf(z.strictObject({}), z.strictObject({ it: schema })).properties?.it).toEqual(spec);
  });

  it("lets inputs leave out what has a default, at every depth, although outputs always have it", () => {
    const { requiredInputs, required, types } = schemaOf(
      z.strictObject({ a: z.string().default("x"), deep: z.strictObject({ b: z.int().default(1), c: z.int() }) }),
    );
    expect(requiredInputs).toEqual(["deep"]);
    expect(required).toEqual(["a", "deep"]);
    expect(types["test:index:OneDeep"]?.required).toEqual(["c"]);
  });

  it("replaces on every input where nothing can be updated", () => {
    const { inputProperties } = schemaOf(z.strictObject({ a: z.string(), b: z.int().optional() }));
    expect(inputProperties).toMatchObject({ a: { willReplaceOnChanges: true }, b: { willReplaceOnChanges: true } });
  });

  it("knows types that hold themselves", () => {
    const tree = z
      .strictObject({
        name: z.string(),
        get children() {
          return z.array(tree).optional();
        },
      })
      .meta({ id: "test:index:Tree" });
    const { types, inputProperties } = schemaOf(z.strictObject({ tree }), z.strictObject({ trees: z.array(tree) }));
    expect(inputProperties?.tree).toMatchObject({ $ref: "#/types/test:index:Tree" });
    expect(types).toEqual({
      "test:index:Tree": {
        type: "object",
        properties: {
          name: { type: "string" },
          children: { type: "array", items: { $ref: "#/types/test:index:Tree" } },
        },
        required: ["name"],
      },
    });
  });

  it("refuses two types of one name", () => {
    const schema = z.strictObject({
      bookCover: z.strictObject({ colour: z.string() }),
      book: z.strictObject({ cover: z.strictObject({ size: z.int() }) }),
    });
    expect(() => schemaOf(schema)).toThrow(
      "Two types are named test:index:OneBookCover; give one of them a name of its own with .meta({ id }).",
    );
  });

  it("gives an output of another shape than the input of its name a type of its own", () => {
    const log = (format: z.ZodType) => z.strictObject({ log: z.strictObject({ format }) });
    const { types, inputProperties, properties } = schemaOf(log(z.enum(["text", "json"])), log(z.string()));
    expect(inputProperties?.log).toMatchObject({ $ref: "#/types/test:index:OneLog" });
    expect(properties?.log).toMatchObject({ $ref: "#/types/test:index:OneLogResult" });
    expect(types["test:index:OneLogResult"]?.properties).toEqual({ format: { type: "string" } });
  });

  it("takes properties named as its own words", () => {
    const words = z.strictObject({ required: z.string(), default: z.int(), description: z.boolean() });
    const { types } = schemaOf(z.strictObject({ words, more: z.array(words) }));
    expect(Object.keys(types["test:index:OneWords"]?.properties ?? {})).toEqual(["required", "default", "description"]);
  });
});

it("asks for no name that the kit gives, and promises it all the same", () => {
  const named = resource({
    type: "test:index:Named",
    description: "",
    inputs: z.strictObject({ name: z.string(), size: z.int() }),
    outputs: z.strictObject({}),
    autonaming: { property: "name", maxLength: 20 },
    create: async () => ({ id: "1", outputs: {} }),
    read: async () => undefined,
    delete: async () => {},
  });
  const config = z.strictObject({});
  const { resources } = packageSchema(
    provider({ name: "test", version: "1.0.0", description: "", config, configure: () => ({}), resources: [named] }),
  );
  expect(resources).toMatchObject({
    "test:index:Named": { requiredInputs: ["size"], required: expect.arrayContaining(["name", "size"]) },
  });
});
