import { isPropertyMap, type PropertyValue, Secret } from "../../../providers/kit/values.ts";

/** The value with secrets as `{ secret: … }`, since a secret shows itself to no comparison. */
export function shown(value: PropertyValue | undefined): unknown {
  if (value instanceof Secret) return { secret: shown(value.reveal()) };
  if (Array.isArray(value)) return value.map(shown);
  if (!isPropertyMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shown(child)]));
}
