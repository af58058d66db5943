import type { SchemaNode } from "./json-schema.ts";
import { covers, type PropertyPath } from "./property-path.ts";
import {
  Archive,
  Asset,
  hasUnknown,
  isPropertyMap,
  ownProperty,
  type PropertyMap,
  type PropertyValue,
  revealed,
  Unknown,
} from "./values.ts";

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
    const [a, b] = [ownProperty(from, key), ownProperty(to, key)];
    if (same !== undefined && a !== undefined && b !== undefined && !hasUnknown(b) && same(a, b)) continue;
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
      compare(node.property(key), ownProperty(before, key), ownProperty(after, key), [...path, key], found);
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
  const identify = identityOf(node);
  if (identify === undefined) {
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      compare(node.items(), before[i], after[i], [...path, i], found);
    }
    return;
  }
  const places = new Map<string, number[]>();
  for (const [index, item] of before.entries()) {
    places.set(identify(item), [...(places.get(identify(item)) ?? []), index]);
  }
  for (const [index, item] of after.entries()) {
    const place = places.get(identify(item))?.shift();
    compare(node.items(), place === undefined ? undefined : before[place], item, [...path, index], found);
  }
  for (const place of [...places.values()].flat()) addDeletion([...path, place], found);
}

/** How the items of an array are told apart, if not by their place. */
function identityOf(node: SchemaNode): ((item: PropertyValue) => string) | undefined {
  const key = node.get("keyedBy");
  if (key !== undefined) return (item) => keyOf(item, key);
  return node.get("unordered") === true ? canonical : undefined;
}

/** Where one item left and another is now, what is at that place has changed, and that is told once. */
function addDeletion(path: PropertyPath, found: PropertyDifference[]): void {
  const others = found.filter((difference) => !covers(path, difference.path));
  const kind = others.length === found.length ? "delete" : "update";
  found.splice(0, found.length, ...others, { path, kind });
}

/** The text by which an item of a keyed array is told apart. */
export function keyOf(item: PropertyValue, key: string): string {
  return canonical(isPropertyMap(item) ? (ownProperty(item, key) ?? null) : item);
}

/** JSON with keys in one order, since the engine sends them in any. */
function canonical(value: PropertyValue): string {
  return JSON.stringify(value, (_, inner) =>
    isPropertyMap(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

function sameLeaf(before: PropertyValue, after: PropertyValue): boolean {
  if (before instanceof Unknown || after instanceof Unknown) return false;
  if (before instanceof Asset && after instanceof Asset) return sameContent(before.content, after.content);
  if (before instanceof Archive && after instanceof Archive) return sameContent(before.content, after.content);
  return before === after;
}

/** By hash, since a diff gets no more than that; content that has none is compared itself. */
function sameContent(before: { hash?: string }, after: { hash?: string }): boolean {
  if (before.hash !== undefined && after.hash !== undefined) return before.hash === after.hash;
  return canonical({ ...before }) === canonical({ ...after });
}
