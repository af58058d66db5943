import { isDeepStrictEqual } from "node:util";
import type { PropertyChange } from "../change.ts";
import { differences } from "./differences.ts";
import type { Step } from "./events.ts";
import { type PathPart, PropertyPath, partsOf, valueAt } from "./paths.ts";
import { hasSecret, isSecret, textOf } from "./values.ts";

/** A place in which the provider sees a change. */
interface Place {
  parts: PathPart[];
  /** Whether what was declared differs; else what was found differs from what is declared. */
  isDeclared: boolean;
  replaces: boolean;
  kind: string;
}

/**
 * What changes in a resource that is there before and after. The provider says where, and so what makes a difference; what
 * lies in lists is paired by names rather than by the provider's indices, which are of one side only.
 */
export function propertyChanges(step: Step): PropertyChange[] {
  const { old, new: made } = step;
  const changes = new Map<string, PropertyChange>();
  for (const place of withoutIndices(placesOf(step))) {
    const before =
      (place.isDeclared ? undefined : valueAt(old?.outputs, place.parts)) ?? valueAt(old?.inputs, place.parts);
    const after =
      valueAt(made?.inputs, place.parts) ?? (place.isDeclared ? undefined : valueAt(made?.outputs, place.parts));
    for (const change of changesAt(place, before, after))
      if (!changes.has(change.path)) changes.set(change.path, change);
  }
  return [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Whether a refresh found anything that differs from the state. A provider may want another update without: to try again
 * what could not be done. Secrets look alike, so there its word counts.
 */
export function isFoundDifferent(step: Step): boolean {
  const { old, new: made } = step;
  if (!isDeepStrictEqual(old?.inputs, made?.inputs) || !isDeepStrictEqual(old?.outputs, made?.outputs)) return true;
  return placesOf(step).some(({ parts }) =>
    [old?.inputs, old?.outputs].some((side) => hasSecret(valueAt(side, parts))),
  );
}

/**
 * That the code of a Lambda function is another one. AWS's provider finds no difference then, as it compares the program's
 * archive alone (https://github.com/pulumi/pulumi-aws/issues/906); the hash that it reads tells.
 */
export function codeChange({ type, old, new: made }: Step): PropertyChange | undefined {
  const [before, after] = [old?.outputs?.codeSha256, made?.outputs?.codeSha256];
  if (type !== "aws:lambda/function:Function" || typeof before !== "string" || typeof after !== "string")
    return undefined;
  const shown = (hash: string) => `contents ${hash.slice(0, 8)}`;
  return before === after
    ? undefined
    : { path: "codeSha256", before: shown(before), after: shown(after), replaces: false };
}

/** What is declared of a resource that is yet to be made. */
export function declaredProperties({ new: made }: Step): PropertyChange[] {
  const declared = Object.entries(made?.inputs ?? {}).filter(([key]) => !key.startsWith("__"));
  return declared
    .map(([key, value]) => ({ path: key, before: undefined, after: textOf(value, key), replaces: false }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function placesOf({ detailedDiff, diffs }: Step): Place[] {
  return detailedDiff
    ? Object.entries(detailedDiff).map(([path, { diffKind, inputDiff }]) => placeOf(path, diffKind, inputDiff))
    : (diffs ?? []).map((key) => placeOf(key, "update", true));
}

function placeOf(path: string, kind: string, isDeclared: boolean): Place {
  return { parts: partsOf(path), isDeclared, replaces: kind.endsWith("replace"), kind };
}

/** Places within a list become one place, the list. */
function withoutIndices(places: readonly Place[]): Place[] {
  const merged = new Map<string, Place>();
  for (const place of places) {
    const at = place.parts.findIndex((part) => typeof part === "number");
    const parts = at < 0 ? place.parts : place.parts.slice(0, at);
    const key = JSON.stringify(parts);
    const other = merged.get(key);
    merged.set(key, {
      parts,
      isDeclared: place.isDeclared && (other?.isDeclared ?? true),
      replaces: place.replaces || (other?.replaces ?? false),
      kind: at < 0 ? place.kind : "update",
    });
  }
  return [...merged.values()];
}

function changesAt({ parts, replaces, kind }: Place, before: unknown, after: unknown): PropertyChange[] {
  const path = parts.reduce<PropertyPath>((whole, part) => whole.property(String(part)), new PropertyPath());
  const found = differences(before, after, path);
  // What the provider sees and values don't show: secrets, which look alike, and what it alone can tell apart.
  if (found.length === 0) found.push({ path, before, after });
  return found.map(({ path: { text }, before: was, after: is }) => {
    const isHidden = isSecret(was) || isSecret(is);
    const name = text.split(/[.[\]"]+/).findLast((part) => part !== "");
    const shown = (value: unknown) => (value === undefined ? undefined : isHidden ? "[secret]" : textOf(value, name));
    return {
      path: text,
      before: kind.startsWith("add") ? undefined : shown(was),
      after: kind.startsWith("delete") ? undefined : shown(is),
      replaces,
    };
  });
}
