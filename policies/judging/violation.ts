/** What breaks a policy, as it is told: `<resource>.<path>: is <seen>, but <rule>; <remedy>`. */
export interface Violation {
  /** The property path in the resource, as in `channelConfigs[0].cbmAttachments`; empty for the resource itself. */
  path: string;
  /** What stands there: `shown(value)`, or words. Never a secret. */
  is: string;
  /** The rule that it breaks. */
  but: string;
  /** What to do. */
  remedy: string;
}

export function messageOf(resource: string, { path, is, but, remedy }: Violation): string {
  const where = path === "" || path.startsWith("[") ? `${resource}${path}` : `${resource}.${path}`;
  return `${where}: is ${is}, but ${but}; ${remedy}`;
}

const mostCharacters = 120;

/** A value as messages show it. Only for what is no secret. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
