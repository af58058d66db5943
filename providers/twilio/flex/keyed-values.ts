import { z } from "zod";
import type { ApiObject, Declared, Part } from "./part.ts";
import { keyedSettings } from "./settings.ts";
import { apiName, fromApi, isObject, laidOver, propertyOf, unwrapped } from "./spelling.ts";

type Name = keyof typeof keyedSettings;

const names = Object.keys(keyedSettings) as Name[];

/** Objects that are owned by their top-level keys (`attributes.theme`): others keep values in them too. */
export const keyedValues: Part = {
  ownedBy: (declared) =>
    names.flatMap((name) => {
      const object = declared[name];
      return object === undefined ? [] : [name, ...keysOf(object).map((key) => nameOf(name, key))];
    }),

  declarableIn: (live) =>
    names.flatMap((name) => {
      const object = live[apiName(name)];
      if (!isObject(object)) return [];
      return [name, ...declarableKeys(name, object).map((key) => nameOf(name, key))];
    }),

  depthOf: (name) => (parse(name).key === undefined ? 1 : 2),
  isHolder: (name) => parse(name).key === undefined,

  valueOf(live, name) {
    const { property, key } = parse(name);
    const object = live[apiName(property)];
    if (key === undefined) return object ?? undefined;
    return isObject(object) ? ownValue(object, apiKey(property, key)) : undefined;
  },

  withValue(live, name, value) {
    const { property, key } = parse(name);
    const object = objectIn(live, property);
    // What was not set is unset again when nothing is left in it.
    if (key === undefined) return keysOf(object).length > 0 ? live : { ...live, [apiName(property)]: null };
    if (value === undefined && ownValue(object, apiKey(property, key)) === undefined) return live;
    const { [apiKey(property, key)]: _, ...others } = object;
    const changed = value === undefined ? others : { ...object, [apiKey(property, key)]: value };
    return { ...live, [apiName(property)]: changed };
  },

  withDeclared(live, declared) {
    const changed = names.flatMap((name) => {
      const object = declared[name];
      if (object === undefined) return [];
      const before = objectIn(live, name);
      const values = keysOf(object).map((key) => {
        const [inner, inApi] = [propertyOf(keyedSettings[name], key), apiKey(name, key)];
        return [inApi, laidOver(inner, ownValue(before, inApi), (object as ApiObject)[key])];
      });
      return [[apiName(name), { ...before, ...Object.fromEntries(values) }]];
    });
    return { ...live, ...Object.fromEntries(changed) };
  },

  asDeclared(live, wanted) {
    const parsed = wanted.map(parse);
    const found = names.flatMap((name) => {
      const ours = parsed.filter(({ property }) => property === name);
      if (ours.length === 0) return [];
      const keys = ours.flatMap(({ key }) => (key === undefined ? [] : [key]));
      return [[name, valuesAt(name, objectIn(live, name), keys)]];
    });
    return Object.fromEntries(found) as Declared;
  },
};

/** The named keys' values, of those that are set, in the form of the declaration. */
function valuesAt(name: Name, object: ApiObject, keys: readonly string[]): ApiObject {
  const values = keys.map((key) => [key, ownValue(object, apiKey(name, key))] as const);
  return Object.fromEntries(
    values
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, fromApi(propertyOf(keyedSettings[name], key), value)]),
  );
}

function declarableKeys(name: Name, object: ApiObject): string[] {
  const schema = unwrapped(keyedSettings[name]);
  const keys = schema instanceof z.ZodObject ? Object.keys(schema.shape) : Object.keys(object);
  return keys.filter((key) => {
    const value = ownValue(object, apiKey(name, key));
    const inner = propertyOf(schema, key);
    return value !== undefined && value !== null && z.safeParse(inner, fromApi(inner, value)).success;
  });
}

/** Keys of maps are the user's own; those of typed objects have the API's spelling there. */
function apiKey(name: string, key: string): string {
  return unwrapped(keyedSettings[name as Name]) instanceof z.ZodObject ? apiName(key) : key;
}

/** A key's value; in these objects null is one, and not the same as no key. */
function ownValue(object: ApiObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function objectIn(live: ApiObject, property: string): ApiObject {
  const object = live[apiName(property)];
  return isObject(object) ? object : {};
}

function keysOf(object: object): string[] {
  return Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [key]));
}

function nameOf(property: string, key: string): string {
  return `${property}.${key}`;
}

/** A key may hold dots itself. */
function parse(name: string): { property: string; key: string | undefined } {
  const at = name.indexOf(".");
  return at < 0 ? { property: name, key: undefined } : { property: name.slice(0, at), key: name.slice(at + 1) };
}
