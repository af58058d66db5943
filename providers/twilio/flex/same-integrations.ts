import { isDeepStrictEqual } from "node:util";
import type { PropertyValue } from "../../kit/index.ts";
import { isObject } from "./spelling.ts";

/** Whether two lists of integrations are the same, however the JSON of their settings is written. */
export function sameIntegrations(before: PropertyValue, after: PropertyValue): boolean {
  return isDeepStrictEqual(meaningOf(before), meaningOf(after));
}

function meaningOf(integrations: PropertyValue): unknown {
  if (!Array.isArray(integrations)) return integrations;
  return integrations.map((item) => (isObject(item) ? { ...item, config: parsed(item.config) } : item));
}

function parsed(config: unknown): unknown {
  if (typeof config !== "string") return config;
  try {
    return { json: JSON.parse(config) };
  } catch {
    return config;
  }
}
