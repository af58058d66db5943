/** Drops what is `undefined` at every depth, as property maps have no such value. */
export function withoutAbsent<T>(value: T): T {
  return dropped(value) as T;
}

function dropped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropped);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const present = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(present.map(([key, child]) => [key, dropped(child)]));
}
