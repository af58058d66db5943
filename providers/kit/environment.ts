import type { CheckFailure } from "./errors.ts";

/** The variables that stand in for configuration that is not given, by its key. */
export type Variables = Readonly<Record<string, readonly string[] | undefined>>;

/** A value that a variable gives: the first that is set and not empty counts. */
interface Found {
  variable: string;
  text: string;
}

/** What the environment says of a configuration. */
export function fromEnvironment(variables: Variables): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const [key, names] of Object.entries(variables)) {
    const variable = names?.find((name) => (process.env[name] ?? "") !== "");
    if (variable !== undefined) found.set(key, { variable, text: process.env[variable] ?? "" });
  }
  return found;
}

/** The failure with the variable that the wrong value came from, or that could give the missing one. */
export function withVariable(failure: CheckFailure, variables: Variables, found: Map<string, Found>): CheckFailure {
  const { path, reason } = failure;
  const key = String(path[0]);
  const names = variables[key] ?? [];
  const source = found.get(key)?.variable;
  if (source !== undefined) return { path, reason: `${reason} (from ${source})` };
  if (path.length > 1 || names.length === 0 || names.some((name) => reason.includes(name))) return failure;
  return { path, reason: `${reason}, or set ${names.join(" or ")}` };
}
