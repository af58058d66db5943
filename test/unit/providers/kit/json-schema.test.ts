import { describe, expect, it } from "vitest";
import { z } from "zod";
import { archive, secret } from "../../../../providers/kit/field.ts";
import { jsonSchemaOf, SchemaNode, withDefaults } from "../../../../providers/kit/json-schema.ts";
import { type PropertyMap, revealed, Secret, unknown } from "../../../../providers/kit/values.ts";

function nodeOf(schema: z.ZodType): SchemaNode {
  return new SchemaNode(jsonSchemaOf(schema, "input"));
}

function filled(schema: z.ZodType, value: PropertyMap) {
  return withDefaults(nodeOf(schema), value);
}

const token = secret(z.string().min(1));

describe("a secret in a schema", () => {
  it.each<[string, z.ZodType]>([
    ["plain", token],
    ["described", token.describe("The token.")],
    ["optional", token.optional()],
    ["optional, then described", token.optional().describe("The token.")],
    ["nullable", token.nullable()],
    ["with meta", token.meta({ title: "Token" })],
  ])("is marked when it is %s", (_, schema) => {
    const node = nodeOf(z.strictObject({ token: schema })).property("token");
    expect(node.get("secret")).toBe(true);
    expect(node.get("type")).toBe("string");
  });

  it("is marked in lists, maps and nested objects", () => {
    const root = nodeOf(
      z.strictObject({ list: z.array(token), map: z.record(z.string(), token), deep: z.strictObject({ token }) }),
    );
    expect(root.property("list").items().get("secret")).toBe(true);
    expect(root.property("map").property("anything").get("secret")).toBe(true);
    expect(root.property("deep").property("token").get("secret")).toBe(true);
    expect(root.property("deep").get("secret")).toBeUndefined();
  });

  it("keeps the description of its own use", () => {
    const described = secret(z.string().describe("Inner."));
    expect(nodeOf(described).get("description")).toBe("Inner.");
    expect(nodeOf(described.describe("Outer.")).get("description")).toBe("Outer.");
  });
});

describe("a node", () => {
  const port = z.strictObject({ number: z.int() }).meta({ id: "test:index:Port" });
  const root = nodeOf(
    z.strictObject({
      ports: z.array(port).meta({ keyedBy: "number" }),
      first: port.describe("The first."),
      either: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.int() })]),
      labels: z.record(z.string(), z.string()),
      code: archive(),
    }),
  );

  it("follows references, and keeps what is said beside them", () => {
    expect(root.property("ports").items().property("number").get("type")).toBe("integer");
    expect(root.property("first").get("description")).toBe("The first.");
    expect(root.property("first").property("number").get("type")).toBe("integer");
  });

  it("knows the properties of every alternative", () => {
    expect(root.property("either").propertyNames()).toEqual(["a", "b"]);
    expect(root.property("either").property("b").get("type")).toBe("integer");
  });

  it("carries the kit's own marks", () => {
    expect(root.property("ports").get("keyedBy")).toBe("number");
    expect(root.property("code").get("pulumiType")).toBe("pulumi.json#/Archive");
  });

  it("knows no property that only objects themselves have", () => {
    expect(root.property("constructor").alternatives).toEqual([]);
    expect(root.property("labels").property("constructor").get("type")).toBe("string");
    expect(root.property("nothing").items().alternatives).toEqual([]);
  });

  it("knows the types of what may be null", () => {
    const node = nodeOf(z.strictObject({ a: z.string().nullable(), b: z.union([z.string(), z.boolean()]) }));
    const types = (key: string) => node.property(key).alternatives.map(({ type }) => type);
    expect(types("a")).toContain("string");
    expect(types("b")).toEqual(expect.arrayContaining(["string", "boolean"]));
  });

  it("walks types that hold themselves", () => {
    const tree = z
      .strictObject({
        name: z.string(),
        get children() {
          return z.array(tree).optional();
        },
      })
      .meta({ id: "test:index:Tree" });
    const node = nodeOf(z.strictObject({ tree }));
    const grandchild = node.property("tree").property("children").items().property("children").items();
    expect(grandchild.property("name").get("type")).toBe("string");
  });
});

describe("withDefaults", () => {
  const size = z.strictObject({ width: z.int().default(80), unit: z.enum(["cm", "in"]).default("cm") });
  const schema = z.strictObject({
    label: z.string().default("shelf"),
    size: size.optional(),
    boards: z.array(size).optional(),
    named: z.record(z.string(), size).optional(),
    paint: z.strictObject({ colour: z.string().default("white") }).default({ colour: "oak" }),
  });

  it("fills what is absent, at every depth", () => {
    const value: PropertyMap = { size: {}, boards: [{ width: 1 }, {}], named: { left: {}, constructor: {} } };
    expect(filled(schema, value)).toEqual({
      label: "shelf",
      size: { width: 80, unit: "cm" },
      boards: [
        { width: 1, unit: "cm" },
        { width: 80, unit: "cm" },
      ],
      named: { left: { width: 80, unit: "cm" }, constructor: { width: 80, unit: "cm" } },
      paint: { colour: "oak" },
    });
  });

  it("makes nothing of what is optional and absent", () => {
    expect(filled(schema, { label: "x", paint: { colour: "red" } })).toEqual({ label: "x", paint: { colour: "red" } });
  });

  it("fills what lies in a secret, and keeps it secret", () => {
    const value = filled(schema, { size: new Secret({ width: 1 }) }) as PropertyMap;
    expect(value.size).toBeInstanceOf(Secret);
    expect(revealed(value.size ?? null)).toEqual({ width: 1, unit: "cm" });
  });

  it("leaves what is unknown", () => {
    expect(filled(schema, { label: unknown, size: unknown })).toMatchObject({ label: unknown, size: unknown });
  });

  it("fills a default of which a part is a default itself", () => {
    const outer = z.strictObject({ size: size.prefault({}), paint: z.strictObject({ coats: z.int().default(2) }) });
    expect(filled(outer, { paint: {} })).toEqual({ size: { width: 80, unit: "cm" }, paint: { coats: 2 } });
  });

  it("fills the alternative that the literals name, and none while that is open", () => {
    const union = z.strictObject({
      hook: z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("web"), retries: z.int().default(3) }),
        z.strictObject({ kind: z.literal("flow"), retries: z.int().default(5) }),
      ]),
    });
    expect(filled(union, { hook: { kind: "flow" } })).toEqual({ hook: { kind: "flow", retries: 5 } });
    expect(filled(union, { hook: { kind: new Secret("web") } })).toMatchObject({ hook: { retries: 3 } });
    expect(filled(union, { hook: { kind: unknown } })).toEqual({ hook: { kind: unknown } });
    expect(filled(union, { hook: {} })).toEqual({ hook: {} });
  });
});
