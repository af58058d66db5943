import type { SchemaNode } from "./json-schema.ts";
import { covers, type PropertyPath } from "./property-path.ts";
import { Archive, Asset, isPropertyMap, type PropertyMap, type PropertyValue, revealed, Unknown } from "./values.ts";

/** One difference between what was and what is wanted. */
export interface PropertyDifference {
  path: PropertyPath;
  kind: "add" | "delete" | "update";
}

/** A semantic comparison for a property whose spelling may differ while its meaning does not. */
export type SameMeaning = (before: PropertyValue, after: PropertyValue) => boolean;

export interface DiffOptions {
  /** Top-level properties with a comparison of their own. */
  sameMeaning?: Record<string, SameMeaning>;
  /** Paths whose differences do not count, as in the engine's `ignoreChanges`. */
  ignore?: readonly PropertyPath[];
}

/** Compares two property maps leaf by leaf. Secrecy is no difference; an unknown value always is one. */
export function differences(
  node: SchemaNode,
  before: PropertyMap,
  after: PropertyMap,
  options: DiffOptions = {},
): PropertyDifference[] {
  const found: PropertyDifference[] = [];
  const from = revealed(before) as PropertyMap;
  const to = revealed(after) as PropertyMap;
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const same = options.sameMeaning?.[key];
    const [a, b] = [from[key], to[key]];
    if (same !== undefined && a !== undefined && b !== undefined && !(b instanceof Unknown) && same(a, b)) continue;
    compare(node.property(key), a, b, [key], found);
  }
  return found.filter(({ path }) => !options.ignore?.some((pattern) => covers(pattern, path)));
}

function compare(
  node: SchemaNode,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  path: PropertyPath,
  found: PropertyDifference[],
): void {
  const absentBefore = before === undefined || before === null;
  const absentAfter = after === undefined || after === null;
  if (absentBefore && absentAfter) return;
  if (absentBefore) found.push({ path, kind: "add" });
  else if (absentAfter) found.push({ path, kind: "delete" });
  else if (Array.isArray(before) && Array.isArray(after)) compareArrays(node, before, after, path, found);
  else if (isPropertyMap(before) && isPropertyMap(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(node.property(key), before[key], after[key], [...path, key], found);
    }
  } else if (!sameLeaf(before, after)) found.push({ path, kind: "update" });
}

function compareArrays(
  node: SchemaNode,
  before: PropertyValue[],
  after: PropertyValue[],
  path: PropertyPath,
  found: PropertyDifference[],
): void {
  const key = node.get("keyedBy");
  if (key !== undefined) {
    const old = new Map(before.map((item, index) => [keyOf(item, key), { item, index }]));
    after.forEach((item, index) => {
      compare(node.items(), old.get(keyOf(item, key))?.item, item, [...path, index], found);
      old.delete(keyOf(item, key));
    });
    for (const { index } of old.values()) found.push({ path: [...path, index], kind: "delete" });
    return;
  }
  if (node.get("unordered") === true && sameSet(before, after)) return;
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    compare(node.items(), before[i], after[i], [...path, i], found);
  }
}

/** The text by which an item of a keyed array is told apart. */
export function keyOf(item: PropertyValue, key: string): string {
  return JSON.stringify(isPropertyMap(item) ? (item[key] ?? null) : item);
}

function sameSet(before: PropertyValue[], after: PropertyValue[]): boolean {
  const sorted = (items: PropertyValue[]) => JSON.stringify(items.map((item) => JSON.stringify(item)).sort());
  return before.length === after.length && sorted(before) === sorted(after);
}

function sameLeaf(before: PropertyValue, after: PropertyValue): boolean {
  if (before instanceof Unknown || after instanceof Unknown) return false;
  if (before instanceof Asset && after instanceof Asset) return before.content.hash === after.content.hash;
  if (before instanceof Archive && after instanceof Archive) return before.content.hash === after.content.hash;
  return before === after;
}
