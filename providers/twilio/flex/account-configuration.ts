import { isDeepStrictEqual } from "node:util";
import { channelValues } from "./channel-values.ts";
import { keyedValues } from "./keyed-values.ts";
import type { ApiObject, Declared, Original, Part } from "./part.ts";
import { keyedSettings } from "./settings.ts";
import { wholeValues } from "./whole-values.ts";

export type { ApiObject, Declared, Original } from "./part.ts";

const parts: readonly Part[] = [wholeValues, keyedValues, channelValues];

/** The names of all that a declaration owns. */
export function ownedBy(declared: Declared): string[] {
  return parts.flatMap((part) => part.ownedBy(declared));
}

/** The names of all in the account that could be declared as it is: what an import takes over. */
export function declarableIn(live: ApiObject): string[] {
  return parts.flatMap((part) => part.declarableIn(live));
}

/** The account's own values of the named things, to be kept until they are put back. */
export function originalOf(live: ApiObject, names: readonly string[]): Original {
  const originals = names.flatMap((name): [string, { value?: unknown }][] => {
    const part = partOf(name);
    const value = part.valueOf(live, name);
    if (value === undefined) return [[name, {}]];
    // What holds others that are not ours to put back stays out.
    return part.isHolder(name) ? [] : [[name, { value }]];
  });
  return Object.fromEntries(originals);
}

/**
 * The configuration with what is declared laid over it.
 * @param original Where an owned thing has gone from the account, it may have to be built anew on its original.
 */
export function withDeclared(live: ApiObject, declared: Declared, original: Original = {}): ApiObject {
  return parts.reduce((result, part) => part.withDeclared(result, declared, original), live);
}

/** The configuration with original values put back. */
export function withOriginal(live: ApiObject, original: Original): ApiObject {
  // What holds the others has the last word.
  const names = Object.keys(original).sort((a, b) => partOf(b).depthOf(b) - partOf(a).depthOf(a));
  return names.reduce((result, name) => partOf(name).withValue(result, name, original[name]?.value), live);
}

/** What has to be posted to get from one to the other: nothing where they are the same. */
export function changesBetween(live: ApiObject, wanted: ApiObject): ApiObject {
  const changed = ([key, value]: [string, unknown]) => !isDeepStrictEqual(live[key] ?? null, value ?? null);
  return Object.fromEntries(Object.entries(wanted).filter(changed));
}

/** The account's values of the named things, in the form of the declaration. What is not set is left out. */
export function asDeclared(live: ApiObject, names: readonly string[]): Declared {
  return Object.assign({}, ...parts.map((part) => part.asDeclared(live, names)));
}

function partOf(name: string): Part {
  const property = name.split(".", 1)[0] ?? "";
  if (property === "channelConfigs") return channelValues;
  return Object.hasOwn(keyedSettings, property) ? keyedValues : wholeValues;
}
