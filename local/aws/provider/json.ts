import { isDeepStrictEqual } from "node:util";

/** What a JSON text says, or `undefined` for what is none. */
export function parsedJson(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether two JSON texts say the same; order of keys and spaces don't matter. */
export function sameJson(before: unknown, after: unknown): boolean {
  const value = parsedJson(before);
  return value !== undefined && isDeepStrictEqual(value, parsedJson(after));
}

/** The text as it was declared if the live one says the same, else the live one; `undefined` for none. */
export function declaredJson(live: string | undefined, declared: string | undefined): string | undefined {
  if (live === undefined || live === "") return undefined;
  return sameJson(live, declared) ? declared : live;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
