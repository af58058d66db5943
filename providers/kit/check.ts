import type { z } from "zod";
import { keyOf } from "./diff.ts";
import type { CheckFailure } from "./errors.ts";
import { grammar } from "./grammar.ts";
import { jsonSchemaOf, SchemaNode, withDefaults } from "./json-schema.ts";
import { covers, type PropertyPath } from "./property-path.ts";
import { mapAsDeclared, sealed, withoutSecrets } from "./secrecy.ts";
import { isPropertyMap, mapValue, type PropertyMap, type PropertyValue, revealed, Secret, Unknown } from "./values.ts";

/** What a check found. The properties have their defaults and secret marks, whether or not there are failures. */
export interface Checked {
  properties: PropertyMap;
  failures: CheckFailure[];
}

/** The declared shape of a property map, ready to check values against. */
export class PropertyShape {
  readonly schema: z.ZodObject;
  readonly node: SchemaNode;

  constructor(schema: z.ZodObject) {
    this.schema = schema;
    this.node = new SchemaNode(jsonSchemaOf(schema, "input"));
  }

  /**
   * Checks a property map and names every failure at once. What is unknown is not judged: it is checked
   * again when it is known, before anything is written.
   */
  check(raw: PropertyMap): Checked {
    const present = withoutNulls(raw);
    const properties = sealed(this.node, withDefaults(this.node, present) as PropertyMap);
    const values = mapAsDeclared(this.node, properties);
    const unknowns = unknownPaths(values);
    const issues = this.schema.safeParse(values, { error: grammar }).error?.issues ?? [];
    const failures = issues
      .flatMap(failuresOf)
      .map((finding) =>
        finding.about === "name" ? { ...finding, reason: unknownName(this.node, values, finding.path) } : finding,
      )
      .filter((finding) => !unknowns.some((at) => isOpen(finding, at)));
    return {
      properties,
      failures: [...failures, ...doubledKeys(this.node, values, [])].map((failure) =>
        withoutSecretsIn(failure, properties),
      ),
    };
  }

  /** The properties as lifecycle functions take them. They must have passed {@link check}. */
  declared(properties: PropertyMap): PropertyMap {
    return mapAsDeclared(this.node, properties);
  }
}

type Finding = CheckFailure & { about: "value" | "several" | "name" };

/** Whether the finding may vanish once the value at the path is known. */
function isOpen({ path, about }: Finding, unknownAt: PropertyPath): boolean {
  if (about === "name") return false;
  return covers(unknownAt, path) || (about === "several" && covers(path, unknownAt));
}

function failuresOf(issue: z.core.$ZodIssue): Finding[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key], reason: issue.message, about: "name" }));
  }
  if (issue.code === "invalid_union") {
    const nearest = nearestBranch(issue.errors);
    if (nearest !== undefined) {
      return nearest.flatMap(failuresOf).map((inner) => ({
        ...inner,
        path: [...path, ...inner.path],
        about: inner.about === "name" ? "name" : "several",
      }));
    }
    return [{ path, reason: issue.message, about: "several" }];
  }
  return [{ path, reason: issue.message, about: issue.code === "custom" ? "several" : "value" }];
}

/** The one alternative whose literal properties fit, if there is just one: its findings are what the user needs. */
function nearestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const fitting = branches.filter(
    (issues) => !issues.some((issue) => issue.code === "invalid_value" || issue.path.length === 0),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Why a property that is not declared is refused, and which ones there are. */
function unknownName(node: SchemaNode, value: PropertyValue, path: PropertyPath): string {
  const [step, ...rest] = path;
  if (step === undefined) return "is no property here; remove it";
  if (Array.isArray(value)) return unknownName(node.items(), value[Number(step)] ?? null, rest);
  const shape = (isPropertyMap(value) && node.narrowed(value)) || node;
  if (rest.length > 0 && isPropertyMap(value)) {
    return unknownName(shape.property(String(step)), value[step] ?? null, rest);
  }
  const refused = new Map(Object.entries(shape.get("refused") ?? {}));
  const known = shape.propertyNames();
  if (known.includes(String(step)))
    return "does not go with the properties beside it; keep to one of the documented forms";
  return refused.get(String(step)) ?? `is no property here; use one of ${known.join(", ")}`;
}

/** The failure without the text of any of the properties' secrets. */
export function withoutSecretsIn({ path, reason }: CheckFailure, properties: PropertyMap): CheckFailure {
  return { path, reason: withoutSecrets(reason, properties) };
}

function withoutNulls(map: PropertyMap): PropertyMap {
  const absent = (value: PropertyValue) => (value instanceof Secret ? value.reveal() : value) === null;
  return mapValue(map, (value) =>
    isPropertyMap(value) ? Object.fromEntries(Object.entries(value).filter(([, child]) => !absent(child))) : value,
  ) as PropertyMap;
}

function unknownPaths(value: PropertyValue, path: PropertyPath = []): PropertyPath[] {
  if (value instanceof Unknown) return [path];
  if (value instanceof Secret) return unknownPaths(value.reveal(), path);
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, [...path, index]));
  if (!isPropertyMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => unknownPaths(child, [...path, key]));
}

function doubledKeys(node: SchemaNode, value: PropertyValue, path: PropertyPath): CheckFailure[] {
  if (isPropertyMap(value)) {
    return Object.entries(value).flatMap(([key, child]) => doubledKeys(node.property(key), child, [...path, key]));
  }
  if (!Array.isArray(value)) return [];
  const inside = value.flatMap((item, index) => doubledKeys(node.items(), item, [...path, index]));
  const key = node.get("keyedBy");
  if (key === undefined) return inside;
  const seen = new Map<string, number>();
  value.forEach((item, index) => {
    if (!isPropertyMap(item) || item[key] === undefined || item[key] instanceof Unknown) return;
    const id = keyOf(revealed(item), key);
    const first = seen.get(id);
    if (first === undefined) seen.set(id, index);
    else
      inside.push({ path: [...path, index, key], reason: `is ${id} again, as in item ${first}; keep one of the two` });
  });
  return inside;
}
