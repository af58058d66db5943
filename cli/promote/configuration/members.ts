import { type ConfigValue, isStructure } from "./configuration.ts";

/** Elements of a list by what they are. */
export type Members = ReadonlyMap<string, readonly ConfigValue[]>;

/** The properties that say what an element of a list is, as far as settings have lists of structures. */
const identities = ["type", "storageClass", "title", "name", "id"] as const;

/**
 * Two lists' elements by what they are, so that an address finds its like wherever it stands: by the first property that
 * every element has, else by position. Undefined for lists of plain values.
 */
export function listsOf(
  from: readonly ConfigValue[],
  to: readonly ConfigValue[],
): { from: Members; to: Members } | undefined {
  const elements = [...from, ...to].filter((element) => element !== null);
  if (elements.length === 0 || !elements.every((element) => isStructure(element))) return undefined;
  const identity = identities.find((name) => elements.every((element) => typeof element[name] === "string"));
  const members = (list: readonly ConfigValue[]): Members => {
    const found = new Map<string, ConfigValue[]>();
    for (const [position, element] of list.entries()) {
      if (!isStructure(element)) continue;
      const name = identity === undefined ? `${position}` : String(element[identity]);
      found.set(name, [...(found.get(name) ?? []), element]);
    }
    return found;
  };
  return { from: members(from), to: members(to) };
}

export function memberName(member: string): string {
  return /^[\w .+-]+$/.test(member) ? member : JSON.stringify(member);
}
