import { isDeepStrictEqual } from "node:util";
import { PropertyPath } from "./paths.ts";
import { isSecret, isStructure, type PlainObject } from "./values.ts";

/** Two values that differ, and where. What is on one side only is undefined on the other. */
export interface Difference {
  path: PropertyPath;
  before: unknown;
  after: unknown;
}

/** What an item of a list is known by, the best first: items keep their names when others come and go before them. */
const names = ["name", "addressType", "key", "id", "Sid", "sid", "event", "friendly_name"] as const;

/**
 * The smallest parts in which two values differ. Objects are paired by their keys, lists of objects by what names their
 * items, and JSON in texts is read. A secret on either side is one on both.
 */
export function differences(before: unknown, after: unknown, path = new PropertyPath()): Difference[] {
  if (isDeepStrictEqual(before, after)) return [];
  const whole = [{ path, before, after }];
  if (isSecret(before) || isSecret(after)) return whole;
  if (isStructure(before) && isStructure(after)) return ofObjects(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, path) ?? whole;
  const [was, is] = [jsonIn(before), jsonIn(after)];
  if (was === undefined || is === undefined) return whole;
  const within = differences(was, is, path);
  // Written in another way, it means the same, and yet it is another text.
  return within.length > 0 ? within : whole;
}

function ofObjects(before: PlainObject, after: PlainObject, path: PropertyPath): Difference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => differences(ownValue(before, key), ownValue(after, key), path.property(key)));
}

/** Undefined where the order alone differs, or where items are no objects: then the lists are best seen whole. */
function ofLists(before: readonly unknown[], after: readonly unknown[], path: PropertyPath): Difference[] | undefined {
  if (![...before, ...after].every(isStructure)) return undefined;
  const [was, is] = [before as PlainObject[], after as PlainObject[]];
  const name = names.find((candidate) => isNamedBy(candidate, was) && isNamedBy(candidate, is));
  const label = (item: PlainObject, at: number) => (name === undefined ? at : String(item[name]));
  const [wasBy, isBy] = [keyed(was, label), keyed(is, label)];
  const labels = new Set([...wasBy.keys(), ...isBy.keys()]);
  const found = [...labels].flatMap((each) => differences(wasBy.get(each), isBy.get(each), path.item(each)));
  return found.length > 0 ? found : undefined;
}

function keyed(items: readonly PlainObject[], label: (item: PlainObject, at: number) => string | number) {
  return new Map(items.map((item, at) => [label(item, at), item]));
}

function isNamedBy(name: string, items: readonly PlainObject[]): boolean {
  const given = items.map((item) => item[name]);
  return given.every((value) => typeof value === "string" && value !== "") && new Set(given).size === given.length;
}

function jsonIn(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function ownValue(object: PlainObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
