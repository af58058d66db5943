/** What a setting holds under a key, of settings that may be wrong by themselves; undefined where it is none that could. */
export function valueIn(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** The same, where it is a number. */
export function numberIn(value: unknown, key: string): number | undefined {
  const found = valueIn(value, key);
  return typeof found === "number" ? found : undefined;
}
