import { sidPattern } from "../state/sids.ts";
import { badRequest } from "./errors.ts";

/** A field that is one of a few words; undefined where it is absent. */
export function oneOf<T extends string>(form: URLSearchParams, name: string, values: readonly T[]): T | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw badRequest(`Invalid value ${text} for parameter ${name}`);
  return value;
}

export function booleanField(form: URLSearchParams, name: string): boolean | undefined {
  const text = oneOf(form, name, ["true", "false"]);
  return text === undefined ? undefined : text === "true";
}

/** The method in upper case, as answers have it, however the form spells it. */
export function methodField(form: URLSearchParams, name: string): "GET" | "POST" | undefined {
  return oneOf(form, name, ["GET", "POST", "get", "post"])?.toUpperCase() as "GET" | "POST" | undefined;
}

/** A SID of that prefix; an empty field unsets (null). */
export function sidField(form: URLSearchParams, name: string, prefix: string): string | null | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  if (text === "") return null;
  if (!sidPattern(prefix).test(text)) throw badRequest(`Invalid value ${text} for parameter ${name}`);
  return text;
}

/** An absolute http or https URL; an empty field unsets (null). */
export function urlField(form: URLSearchParams, name: string): string | null | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  if (text === "") return null;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? "")) throw badRequest(`Parameter ${name} is not a valid URL`);
  return text;
}

export function textField(form: URLSearchParams, name: string, longest: number): string | null | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  if (text.length > longest) throw badRequest(`Parameter ${name} is longer than ${longest} characters`);
  return text === "" ? null : text;
}

/** The fields that were given. */
export function given<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
