/** An object in the form of an API. */
export type ApiObject = Record<string, unknown>;

/**
 * What was there before we owned it, by path (`compositionPolicy.trim`). Without a value it was not set.
 */
export type Original = Record<string, { value?: unknown }>;

/** The paths of all values in what is declared. A list is one value; an object is its properties. */
export function pathsIn(declared: object): string[] {
  return Object.entries(declared).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return isObject(value) ? pathsIn(value).map((path) => `${key}.${path}`) : [key];
  });
}

/** The object's own values at the paths, to be kept until they are put back. */
export function originalOf(live: ApiObject, paths: readonly string[]): Original {
  return Object.fromEntries(
    paths.map((path) => {
      const value = valueAt(live, path);
      return [path, value === undefined ? {} : { value }];
    }),
  );
}

/** The object with each value put back, or taken away where there was none. */
export function withOriginal(live: ApiObject, original: Original): ApiObject {
  return Object.entries(original).reduce((result, [path, { value }]) => withValue(result, path, value), live);
}

/** The object with what is declared laid over it; all else in it stays. */
export function withDeclared(live: ApiObject, declared: object): ApiObject {
  return pathsIn(declared).reduce((result, path) => withValue(result, path, valueAt(declared, path)), live);
}

/** Only the values at the paths. */
export function onlyAt(live: ApiObject, paths: readonly string[]): ApiObject {
  return paths.reduce((result: ApiObject, path) => withValue(result, path, valueAt(live, path)), {});
}

/** The object without its nulls, which some APIs send for what is not set, and without objects of nothing else. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (!isObject(value)) return value;
  const kept = Object.entries(value)
    .map(([key, child]): [string, unknown] => [key, withoutNulls(child)])
    .filter(([, child]) => child !== null && !(isObject(child) && Object.keys(child).length === 0));
  return Object.fromEntries(kept) as T;
}

function valueAt(object: object, path: string): unknown {
  return (
    path
      .split(".")
      .reduce<unknown>(
        (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
        object,
      ) ?? undefined
  );
}

function withValue(object: ApiObject, path: string, value: unknown): ApiObject {
  const [key = "", ...rest] = path.split(".");
  const { [key]: before, ...others } = object;
  const inner = rest.length === 0 ? value : withValue(isObject(before) ? before : {}, rest.join("."), value);
  // An object that holds nothing was there for our values only.
  const empty = inner === undefined || (rest.length > 0 && Object.keys(inner as object).length === 0);
  return empty ? others : { ...object, [key]: inner };
}

function isObject(value: unknown): value is ApiObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
