import { z } from "zod";
import { type FieldMeta, innerOfSecret } from "./field.ts";
import {
  isPropertyMap,
  mapProperties,
  ownProperty,
  type PropertyMap,
  type PropertyValue,
  revealed,
  Secret,
} from "./values.ts";

type JsonType = "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";

/** The part of JSON Schema that zod emits for declarations, with the kit's own marks. */
export interface JsonSchema extends FieldMeta {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  id?: string;
  type?: JsonType | JsonType[];
  description?: string;
  deprecated?: boolean;
  default?: PropertyValue;
  const?: PropertyValue;
  enum?: PropertyValue[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Derives the JSON Schema of a declaration; `io` says whether properties with a default may be left out. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const inner = innerOfSecret(zodSchema);
      // What is said of the secret goes before what is said of its value.
      if (inner !== undefined) Object.assign(jsonSchema, { ...jsonSchemaOf(inner, io), ...jsonSchema });
    },
  }) as JsonSchema;
}

/** The alternatives of a schema, in whichever of JSON Schema's forms; `undefined` if it has none. */
export function branchesOf(schema: JsonSchema): JsonSchema[] | undefined {
  return (
    schema.anyOf ?? schema.oneOf ?? (Array.isArray(schema.type) ? schema.type.map((type) => ({ type })) : undefined)
  );
}

/**
 * A schema node as one walks down a value: every alternative that could describe it, references
 * followed. A value inside a union may match several.
 */
export class SchemaNode {
  readonly #root: JsonSchema;
  readonly alternatives: readonly JsonSchema[];

  constructor(root: JsonSchema, schemas: readonly JsonSchema[] = [root]) {
    this.#root = root;
    this.alternatives = schemas.flatMap((schema) => this.#expand(schema));
  }

  #expand(schema: JsonSchema): JsonSchema[] {
    if (schema.$ref !== undefined) {
      const target = this.#root.$defs?.[schema.$ref.replace("#/$defs/", "")];
      // Marks beside a reference belong to this use of the type.
      return target === undefined ? [] : this.#expand({ ...target, ...schema, $ref: undefined } as JsonSchema);
    }
    return [schema, ...(branchesOf(schema) ?? []).flatMap((branch) => this.#expand(branch))];
  }

  /** The node of an object's property. */
  property(key: string): SchemaNode {
    const found = this.alternatives.flatMap((schema) => {
      if (Object.hasOwn(schema.properties ?? {}, key)) return schema.properties?.[key] ?? [];
      return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
    });
    return new SchemaNode(this.#root, found);
  }

  /** The node of an array's items. */
  items(): SchemaNode {
    return new SchemaNode(
      this.#root,
      this.alternatives.flatMap((schema) => schema.items ?? []),
    );
  }

  /** The one alternative that the object can be, going by its literal properties; `undefined` if that is open. */
  narrowed(value: PropertyMap): SchemaNode | undefined {
    const fitting = this.alternatives.filter(
      ({ properties }) =>
        properties !== undefined &&
        Object.entries(properties).every(([key, schema]) => {
          const given = ownProperty(value, key) ?? schema.default ?? null;
          return schema.const === undefined || revealed(given) === schema.const;
        }),
    );
    return fitting.length === 1 ? new SchemaNode(this.#root, fitting) : undefined;
  }

  /** The first value of a mark or keyword among the alternatives. */
  get<K extends keyof JsonSchema>(keyword: K): JsonSchema[K] | undefined {
    return this.alternatives.find((schema) => schema[keyword] !== undefined)?.[keyword];
  }

  /** The names of all properties that any alternative knows. */
  propertyNames(): string[] {
    return [...new Set(this.alternatives.flatMap((schema) => Object.keys(schema.properties ?? {})))];
  }
}

/** Puts declared defaults where a value is absent, at every depth, inside secrets too. */
export function withDefaults(node: SchemaNode, value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return new Secret(withDefaults(node, value.reveal()));
  if (Array.isArray(value)) return value.map((item) => withDefaults(node.items(), item));
  if (!isPropertyMap(value)) return value;
  const filled = mapProperties(value, (child, key) => withDefaults(node.property(key), child));
  // With several alternatives it is not known whose default would apply, so the value stays as it came.
  const shape = node.narrowed(value);
  for (const key of shape?.propertyNames() ?? []) {
    const property = shape?.property(key);
    const fallback = property?.get("default");
    if (property === undefined || fallback === undefined || ownProperty(filled, key) !== undefined) continue;
    filled[key] = withDefaults(property, fallback);
  }
  return filled;
}
