import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** The API's spelling of one of our names: `ui_version` for `uiVersion`. */
export function apiName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A declared value in the API's spelling. Only names that the schema knows are respelled; the user's own are kept. */
export function toApi(schema: z.core.$ZodType, value: unknown): unknown {
  const plain = unwrapped(schema);
  if (Array.isArray(value)) return value.map((item) => toApi(itemsOf(plain), item));
  if (!isObject(value) || !(plain instanceof z.ZodObject || plain instanceof z.ZodRecord)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(
    entries.map(([key, child]) => [
      plain instanceof z.ZodObject ? apiName(key) : key,
      toApi(propertyOf(plain, key), child),
    ]),
  );
}

/**
 * A declared value in the API's spelling. What is there stays as it is where it reads as declared, with all
 * that is in it beyond what we know.
 */
export function laidOver(schema: z.core.$ZodType, before: unknown, declared: unknown): unknown {
  return isDeepStrictEqual(fromApi(schema, before), declared) ? before : toApi(schema, declared);
}

/** A value of the API in the form of the declaration, without what is not set and without what the schema lacks. */
export function fromApi(schema: z.core.$ZodType, value: unknown): unknown {
  const plain = unwrapped(schema);
  if (Array.isArray(value)) return value.map((item) => fromApi(itemsOf(plain), item));
  if (!isObject(value)) return value;
  if (plain instanceof z.ZodRecord) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fromApi(plain.valueType, child)]));
  }
  if (!(plain instanceof z.ZodObject)) return value;
  const known = Object.keys(plain.shape).filter((key) => Object.hasOwn(value, apiName(key)));
  return Object.fromEntries(
    known
      .map((key) => [key, value[apiName(key)] ?? undefined] as const)
      .filter(([, child]) => child !== undefined)
      .map(([key, child]) => [key, fromApi(propertyOf(plain, key), child)]),
  );
}

/** The schema of an object's or a map's property; of anything, where it has none. */
export function propertyOf(schema: z.core.$ZodType, key: string): z.core.$ZodType {
  const plain = unwrapped(schema);
  if (plain instanceof z.ZodRecord) return plain.valueType;
  const shape: Record<string, z.core.$ZodType> = plain instanceof z.ZodObject ? plain.shape : {};
  return (Object.hasOwn(shape, key) ? shape[key] : undefined) ?? z.unknown();
}

export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ? unwrapped(schema.unwrap()) : schema;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function itemsOf(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodArray ? schema.element : z.unknown();
}
