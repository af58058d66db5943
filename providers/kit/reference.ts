import type { z } from "zod";
import type { AnyFunction, AnyResource, ProviderDeclaration, ReferenceNotes } from "./declare.ts";
import { packageSchema } from "./package-schema.ts";

/** A property or type in the part of Pulumi's schema that {@link packageSchema} gives. */
interface Spec {
  type?: string;
  $ref?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  secret?: boolean;
  willReplaceOnChanges?: boolean;
  items?: Spec;
  additionalProperties?: Spec;
  oneOf?: Spec[];
  enum?: { value: unknown }[];
  properties?: Record<string, Spec>;
  required?: string[];
}

interface ResourceSpec {
  inputProperties: Record<string, Spec>;
  requiredInputs: string[];
  properties: Record<string, Spec>;
}

interface Schema {
  types: Record<string, Spec>;
  resources: Record<string, ResourceSpec>;
  functions: Record<string, { inputs: Spec; outputs: Spec }>;
  provider: { inputProperties: Record<string, Spec>; requiredInputs: string[] };
}

/**
 * Writes the reference of a provider: a Markdown page a resource and a function, one for the provider's
 * configuration, and an index. All of it comes from the declarations.
 * @param examples Programs in TypeScript by type token, to be shown on the pages.
 * @returns The pages by their path.
 */
export function referencePages<Client, C extends z.ZodObject>(
  declaration: ProviderDeclaration<Client, C>,
  examples: Readonly<Record<string, string>>,
): Map<string, string> {
  const schema = packageSchema(declaration) as unknown as Schema;
  const pages = new Map<string, string>();
  const { inputProperties, requiredInputs } = schema.provider;
  pages.set(
    "provider.md",
    page(`Provider \`${declaration.name}\``, declaration.description, [
      section("Configuration", propertyTable(inputProperties, requiredInputs)),
      ...typeSections(schema, inputProperties),
    ]),
  );
  for (const resource of declaration.resources) {
    pages.set(pathOf(resource.type), resourcePage(resource, schema, examples[resource.type]));
  }
  for (const fn of declaration.functions ?? []) pages.set(pathOf(fn.type), functionPage(fn, schema, examples[fn.type]));
  pages.set("README.md", index(declaration));
  return pages;
}

function resourcePage<Client>(resource: AnyResource<Client>, schema: Schema, example: string | undefined): string {
  const spec = schema.resources[resource.type] as ResourceSpec;
  const computed = Object.fromEntries(
    Object.entries(spec.properties).filter(([key]) => !(key in spec.inputProperties)),
  );
  const importId = resource.reference?.importId ?? "its ID";
  return page(`\`${resource.type}\``, resource.description, [
    exampleSection(example),
    section("Inputs", propertyTable(spec.inputProperties, spec.requiredInputs)),
    section("Outputs", propertyTable(computed, [], "Beside the inputs there is nothing.")),
    ...typeSections(schema, { ...spec.inputProperties, ...computed }),
    section("Import", `\`\`\`\npulumi import ${resource.type} NAME ID\n\`\`\`\n\nThe ID is ${importId}.`),
    ...notes(resource.reference),
  ]);
}

function functionPage<Client>(fn: AnyFunction<Client>, schema: Schema, example: string | undefined): string {
  const { inputs, outputs } = schema.functions[fn.type] as { inputs: Spec; outputs: Spec };
  return page(`\`${fn.type}\``, fn.description, [
    exampleSection(example),
    section("Arguments", propertyTable(inputs.properties ?? {}, inputs.required ?? [], "None.")),
    section("Result", propertyTable(outputs.properties ?? {}, [])),
    ...typeSections(schema, { ...inputs.properties, ...outputs.properties }),
    ...notes(fn.reference),
  ]);
}

function notes(reference: Partial<ReferenceNotes> | undefined): string[] {
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");
  const { calls = [], permissions = [] } = reference ?? {};
  return [
    ...(calls.length > 0 ? [section("API calls", list(calls.map((call) => `\`${call}\``)))] : []),
    ...(permissions.length > 0 ? [section("Permissions of a restricted key", list(permissions))] : []),
  ];
}

function index<Client, C extends z.ZodObject>(declaration: ProviderDeclaration<Client, C>): string {
  const lines = (items: readonly { type: string; description: string }[]) =>
    items.map(({ type, description }) => `- [\`${type}\`](${pathOf(type)}): ${firstSentence(description)}`).join("\n");
  return page(
    `Reference of \`${declaration.name}\``,
    `${declaration.description} Generated from the provider's declarations.`,
    [
      "- [Provider configuration](provider.md)",
      section("Resources", lines(declaration.resources)),
      ...((declaration.functions ?? []).length > 0 ? [section("Functions", lines(declaration.functions ?? []))] : []),
    ],
  );
}

function propertyTable(properties: Record<string, Spec>, required: readonly string[], none = "None."): string {
  const rows = Object.entries(properties).map(([name, spec]) => {
    const marks = [
      required.includes(name) ? "required" : undefined,
      spec.secret ? "secret" : undefined,
      spec.willReplaceOnChanges ? "a change replaces" : undefined,
      spec.default === undefined ? undefined : `default \`${JSON.stringify(spec.default)}\``,
    ].filter((mark) => mark !== undefined);
    return `| \`${name}\` | ${typeName(spec)} | ${marks.join(", ")} | ${cell(spec.description ?? "")} |`;
  });
  return rows.length === 0 ? none : ["| property | type | | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** A section for each named type that the properties lead to, in the order in which a reader meets them. */
function typeSections(schema: Schema, properties: Record<string, Spec>): string[] {
  const seen = new Set<string>();
  const visit = (spec: Spec | undefined): void => {
    if (spec === undefined) return;
    const token = spec.$ref?.startsWith("#/types/") ? spec.$ref.slice("#/types/".length) : undefined;
    if (token !== undefined && !seen.has(token)) {
      seen.add(token);
      visit(schema.types[token]);
    }
    for (const inner of [spec.items, spec.additionalProperties, ...(spec.oneOf ?? [])]) visit(inner);
    for (const inner of Object.values(spec.properties ?? {})) visit(inner);
  };
  for (const spec of Object.values(properties)) visit(spec);
  return [...seen].map((token) => {
    const type = schema.types[token] ?? {};
    const body = type.enum
      ? `One of ${type.enum.map(({ value }) => `\`${JSON.stringify(value)}\``).join(", ")}.`
      : propertyTable(type.properties ?? {}, type.required ?? []);
    return section(shortName(token), [type.description, body].filter((text) => text !== undefined).join("\n\n"));
  });
}

function typeName(spec: Spec): string {
  if (spec.const !== undefined) return `\`${JSON.stringify(spec.const)}\``;
  if (spec.oneOf !== undefined) return spec.oneOf.map(typeName).join(" or ");
  if (spec.items !== undefined) return `list of ${typeName(spec.items)}`;
  if (spec.additionalProperties !== undefined) return `map of ${typeName(spec.additionalProperties)}`;
  if (spec.$ref?.startsWith("#/types/")) {
    const name = shortName(spec.$ref);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (spec.$ref !== undefined) return spec.$ref.split("/").at(-1)?.toLowerCase() ?? "any";
  return spec.type ?? "any";
}

function exampleSection(example: string | undefined): string {
  return example === undefined ? "" : section("Example", `\`\`\`ts\n${example.trim()}\n\`\`\``);
}

function page(title: string, description: string, parts: readonly string[]): string {
  return `${[`# ${title}`, description.trim(), ...parts.filter((part) => part !== "")].join("\n\n")}\n`;
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function firstSentence(text: string): string {
  return cell(text.split(/(?<=[.!])\s/)[0] ?? text);
}

/** `twilio:flex:Configuration` → `flex/configuration.md` */
function pathOf(type: string): string {
  const [, module = "", name = ""] = type.split(":");
  return `${module}/${name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.md`;
}

function shortName(token: string): string {
  return token.split(":").at(-1) ?? token;
}
