/** The paths of each resource's secrets, by URN, as in `environment.variables.KEY`. */
const seen = new Map<string, ReadonlySet<string>>();

/** Notes which properties of a resource are secrets. Pulumi tells that to remediations alone, before it has a resource judged. */
export function noteSecrets(urn: string, props: unknown): void {
  seen.set(urn, new Set(secretPaths(props, "")));
}

/** Whether a property is a secret; `undefined` where nobody noted it. */
export function isSecret(urn: string, path: string): boolean | undefined {
  const paths = seen.get(urn);
  if (paths === undefined) return undefined;
  return [...paths].some((secret) => path === secret || path.startsWith(`${secret}.`) || path.startsWith(`${secret}[`));
}

/** The path of a property in an object, or of an item in a list. */
export function below(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function secretPaths(given: unknown, path: string): string[] {
  const value = bare(given);
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => secretPaths(item, below(path, index)));
  const kind: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  if (kind === "Secret") return [path];
  if (kind !== "Object") return [];
  return Object.entries(value).flatMap(([key, item]) => secretPaths(item, below(path, key)));
}

/** What lies behind the library's proxies, which open secrets and refuse values that aren't known yet. */
function bare(given: unknown): unknown {
  let value = given as { __isSpecialProxy?: boolean; __getSpecialProxyTarget?: unknown } | null | undefined;
  while (typeof value === "object" && value?.__isSpecialProxy === true) {
    value = value.__getSpecialProxyTarget as typeof value;
  }
  return value;
}
