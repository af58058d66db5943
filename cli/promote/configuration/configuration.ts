import { z } from "zod";
import { jsonOf } from "../../stack/pulumi.ts";
import type { Stack } from "../../stack/stack.ts";

/** Stands for a value that is secret: that there is one is all that is kept of it. */
export const secret: unique symbol = Symbol("secret");

export type ConfigValue =
  | null
  | boolean
  | number
  | string
  | typeof secret
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

/** A stack's configuration by full keys, as in `flex-media:attachments`. */
export type Configuration = Readonly<Record<string, ConfigValue>>;

const schema = z.record(
  z.string(),
  z.object({ value: z.string().optional(), objectValue: z.json().optional(), secret: z.boolean().default(false) }),
);

/** Reads a stack's configuration. Secrets are opened only to see where in a structure they are, and then dropped. */
export async function configurationOf({ name, pulumi }: Stack): Promise<Configuration> {
  const read = schema.parse(await jsonOf(name, pulumi, ["config", "--json", "--show-secrets"]));
  const values = Object.entries(read).map(([key, { value = "", objectValue, secret: isSecret }]) => {
    const open = objectValue ?? structured(value);
    return [key, isSecret ? closed(open) : open];
  });
  return Object.fromEntries(values);
}

/** The program takes a structure's JSON for the structure. */
function structured(text: string): ConfigValue {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Pulumi says of a structure only that something in it is secret, so that all of it counts as such. */
function closed(value: ConfigValue): ConfigValue {
  if (Array.isArray(value)) return value.map(closed);
  if (isStructure(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, closed(part)]));
  return secret;
}

/** Whether all of it is secret, and there is something. */
export function isSecret(value: ConfigValue): boolean {
  if (typeof value !== "object" || value === null) return value === secret;
  const parts = Object.values(value);
  return parts.length > 0 && parts.every(isSecret);
}

/** Whether it is a secret or holds one. */
export function hasSecret(value: ConfigValue): boolean {
  return typeof value === "object" && value !== null ? Object.values(value).some(hasSecret) : value === secret;
}

export function isStructure(value: ConfigValue | undefined): value is { readonly [key: string]: ConfigValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
