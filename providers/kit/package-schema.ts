import type { z } from "zod";
import type { AnyFunction, AnyResource, ProviderDeclaration } from "./declare.ts";
import { branchesOf, type JsonSchema, jsonSchemaOf } from "./json-schema.ts";

type PulumiSchema = Record<string, unknown>;
type NamedType = PulumiSchema & { required?: string[] };
type NamedTypes = Record<string, NamedType>;

/**
 * Derives the Pulumi package schema from a provider's declarations.
 *
 * Nested objects and enumerations become named types: by their zod `meta({ id })`, which is then a
 * full token (`twilio:flex:ChannelConfig`), else by where they stand (resource and property name).
 */
export function packageSchema<Client, C extends z.ZodObject>(
  declaration: ProviderDeclaration<Client, C>,
): PulumiSchema {
  const types: NamedTypes = {};
  const named = <D extends { type: string }, S>(items: readonly D[], convert: (item: D) => S) =>
    Object.fromEntries(items.map((item) => [item.type, convert(item)]));
  const config = properties(jsonSchemaOf(declaration.config, "input"), `${declaration.name}:config:`, types);
  return {
    name: declaration.name,
    version: declaration.version,
    description: declaration.description,
    ...declaration.schema,
    config: { variables: config.properties },
    provider: {
      description: declaration.description,
      inputProperties: config.properties,
      requiredInputs: config.required.filter((key) => declaration.environment?.[key] === undefined),
    },
    resources: named(declaration.resources, (resource) => resourceSchema(resource, types)),
    functions: named(declaration.functions ?? [], (fn) => functionSchema(fn, types)),
    types,
  };
}

function resourceSchema<Client>(resource: AnyResource<Client>, types: NamedTypes): PulumiSchema {
  const inputs = properties(jsonSchemaOf(resource.inputs, "input"), resource.type, types);
  const echoed = properties(jsonSchemaOf(resource.inputs, "output"), resource.type, types);
  const outputs = properties(jsonSchemaOf(resource.outputs, "output"), resource.type, types, "Result");
  const replacing = resource.update === undefined ? Object.keys(inputs.properties) : (resource.replaceOn ?? []);
  for (const path of replacing) {
    const property = inputs.properties[path];
    if (property !== undefined) property.willReplaceOnChanges = true;
  }
  return {
    description: resource.description,
    inputProperties: inputs.properties,
    // A name that is left out is given by the kit.
    requiredInputs: inputs.required.filter((key) => key !== resource.autonaming?.property),
    properties: { ...echoed.properties, ...outputs.properties },
    required: [...new Set([...echoed.required, ...outputs.required])],
  };
}

function functionSchema<Client>(fn: AnyFunction<Client>, types: NamedTypes): PulumiSchema {
  const result = (schema: z.ZodObject, io: "input" | "output", suffix: string) => ({
    type: "object",
    ...properties(jsonSchemaOf(schema, io), `${fn.type}${suffix}`, types),
  });
  return {
    description: fn.description,
    inputs: result(fn.inputs, "input", ""),
    outputs: result(fn.outputs, "output", "Result"),
  };
}

function properties(
  schema: JsonSchema,
  token: string,
  types: NamedTypes,
  outputSuffix = "",
): { properties: Record<string, PulumiSchema>; required: string[] } {
  const converter = new Converter(schema.$defs ?? {}, types, outputSuffix);
  return {
    properties: converter.properties(schema, token),
    required: schema.required ?? [],
  };
}

/** Turns JSON Schema into Pulumi's property and type specifications, collecting the named types on the way. */
class Converter {
  readonly #definitions: Record<string, JsonSchema>;
  readonly #types: NamedTypes;
  readonly #outputSuffix: string;
  readonly #walking = new Set<string>();

  constructor(definitions: Record<string, JsonSchema>, types: NamedTypes, outputSuffix: string) {
    this.#definitions = definitions;
    this.#types = types;
    this.#outputSuffix = outputSuffix;
  }

  properties(schema: JsonSchema, token: string): Record<string, PulumiSchema> {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, child]) => [key, this.#property(child, nested(token, key))]),
    );
  }

  #property(schema: JsonSchema, token: string): PulumiSchema {
    const target = this.#target(schema);
    const description = schema.description ?? target.description;
    const fallback = target.default;
    return {
      ...this.#type(schema, token),
      ...(description === undefined ? {} : { description }),
      ...(typeof fallback === "object" || fallback === undefined ? {} : { default: fallback }),
      ...(target.const === undefined ? {} : { const: target.const }),
      ...(schema.secret === true || target.secret === true ? { secret: true } : {}),
      ...(target.deprecated === true ? { deprecationMessage: description ?? "Deprecated." } : {}),
    };
  }

  #type(schema: JsonSchema, place: string): PulumiSchema {
    const target = this.#target(schema);
    const token = schema.$ref === undefined ? (target.id ?? place) : schema.$ref.replace("#/$defs/", "");
    if (target.pulumiType !== undefined) return { $ref: target.pulumiType };
    const branches = branchesOf(target)?.filter((branch) => branch.type !== "null");
    if (branches !== undefined) {
      if (branches.length === 1 && branches[0] !== undefined) return this.#type(branches[0], place);
      return { oneOf: branches.map((branch, index) => this.#type(branch, `${place}${index + 1}`)) };
    }
    if (target.enum !== undefined && target.type === "string") return this.#enumeration(target, token);
    switch (target.type) {
      case "string":
      case "number":
      case "integer":
      case "boolean":
        return { type: target.type };
      case "array":
        return { type: "array", items: this.#type(target.items ?? {}, singular(place)) };
      case "object":
        if (target.properties !== undefined) return this.#object(target, token);
        return { type: "object", additionalProperties: this.#mapValues(target, place) };
      default:
        return { $ref: "pulumi.json#/Any" };
    }
  }

  #mapValues(schema: JsonSchema, place: string): PulumiSchema {
    const values = schema.additionalProperties;
    return typeof values === "object" ? this.#type(values, place) : { $ref: "pulumi.json#/Any" };
  }

  #object(schema: JsonSchema, token: string): PulumiSchema {
    // A type may hold itself; inside its own walk a reference is all that is needed.
    if (this.#walking.has(token)) return { $ref: `#/types/${token}` };
    this.#walking.add(token);
    const properties = this.properties(schema, token);
    this.#walking.delete(token);
    return this.#named(token, {
      type: "object",
      ...(schema.description === undefined ? {} : { description: schema.description }),
      properties,
      required: schema.required ?? [],
    });
  }

  #enumeration(schema: JsonSchema, token: string): PulumiSchema {
    return this.#named(token, {
      type: "string",
      ...(schema.description === undefined ? {} : { description: schema.description }),
      enum: schema.enum?.map((value) => ({ value })),
    });
  }

  /**
   * Keeps a type under its name. Inputs and outputs share it: what either may leave out, such as an input
   * with a default, is required in neither. An output of another shape gets a name of its own.
   */
  #named(token: string, type: NamedType): PulumiSchema {
    const known = this.#types[token];
    if (known !== undefined && shapeOf(known) !== shapeOf(type)) {
      const other = `${token}${this.#outputSuffix}`;
      if (other !== token && !token.endsWith(this.#outputSuffix)) return this.#named(other, type);
      throw new Error(`Two types are named ${token}; give one of them a name of its own with .meta({ id }).`);
    }
    const required = known?.required?.filter((key) => type.required?.includes(key));
    this.#types[token] = required === undefined ? type : { ...type, required };
    return { $ref: `#/types/${token}` };
  }

  #target(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return schema;
    return this.#definitions[schema.$ref.replace("#/$defs/", "")] ?? {};
  }
}

/** What must agree where two types have one name: properties and values, whatever is said about them. */
function shapeOf(type: PulumiSchema): string {
  const said = ["description", "default", "required"];
  // A property may have one of these names itself; it is an object then.
  const isProperty = (value: unknown) => typeof value === "object" && !Array.isArray(value);
  return JSON.stringify(type, (key, value) => (said.includes(key) && !isProperty(value) ? undefined : value));
}

function nested(token: string, key: string): string {
  const [name = "", module = "", type = ""] = token.split(":");
  const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
  return `${name}:${module}:${upper(type)}${upper(key)}`;
}

function singular(token: string): string {
  return token.replace(/([^s])s$/, "$1");
}
