import { inspect } from "node:util";
import { formatPath, type PropertyPath } from "./property-path.ts";

/**
 * A value that must not be read by accident: every way of printing it gives `[secret]`, and only
 * {@link Secret.reveal} gives the value itself. On the wire it is a Pulumi secret.
 */
export class Secret<T = PropertyValue> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** A value that the engine does not know yet: the output of a resource that preview has not created. */
export class Unknown {
  toString(): string {
    return "[unknown]";
  }

  toJSON(): string {
    return "[unknown]";
  }

  [inspect.custom](): string {
    return "[unknown]";
  }
}

/** The one instance of {@link Unknown}. */
export const unknown: Unknown = new Unknown();

/** Where an asset's or an archive's content lies. Exactly one of the fields of each is set, besides the hash. */
export interface AssetContent {
  /** SHA-256 of the content, hexadecimal; computed by the engine. */
  hash?: string;
  text?: string;
  path?: string;
  uri?: string;
}

export interface ArchiveContent {
  /** SHA-256 of the content, hexadecimal; computed by the engine. */
  hash?: string;
  assets?: Record<string, Asset | Archive>;
  path?: string;
  uri?: string;
}

/** A Pulumi asset: one file's content. */
export class Asset {
  readonly content: AssetContent;

  constructor(content: AssetContent) {
    this.content = content;
  }
}

/** A Pulumi archive: a tree of files. */
export class Archive {
  readonly content: ArchiveContent;

  constructor(content: ArchiveContent) {
    this.content = content;
  }
}

/** A property map: what the engine sends and gets for a resource. */
export interface PropertyMap {
  [key: string]: PropertyValue;
}

/** Every value that a Pulumi property can have. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | PropertyValue[]
  | PropertyMap
  | Secret
  | Unknown
  | Asset
  | Archive;

/** Whether the value is a plain object, so one whose keys are properties. */
export function isPropertyMap(value: unknown): value is PropertyMap {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A map's own property: never what every object inherits, such as `constructor`. */
export function ownProperty(map: PropertyMap, key: string): PropertyValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/**
 * Properties as a lifecycle function gave them, as property values: `undefined` is left out, at every depth.
 * @throws Error for what no Pulumi property can hold, such as a Date; it names the property, not the value.
 */
export function asPropertyMap(value: object): PropertyMap {
  return propertiesOf(value, []);
}

function propertiesOf(value: object, path: PropertyPath): PropertyMap {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([key, child]) => [key, asPropertyValue(child, [...path, key])]),
  );
}

function asPropertyValue(value: unknown, path: PropertyPath): PropertyValue {
  if (value === null || ["boolean", "number", "string"].includes(typeof value)) return value as PropertyValue;
  if (value instanceof Unknown || value instanceof Asset || value instanceof Archive) return value;
  if (value instanceof Secret) return new Secret(asPropertyValue(value.reveal(), path));
  if (Array.isArray(value)) return value.map((item, index) => asPropertyValue(item, [...path, index]));
  const prototype = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype === Object.prototype || prototype === null) return propertiesOf(value as object, path);
  const kind = prototype?.constructor?.name ?? typeof value;
  throw new Error(`Property ${formatPath(path)} is of type ${kind}, which no Pulumi property has; return plain data.`);
}

/** Rebuilds a value from its leaves up: `visit` sees each value after its children have been replaced. */
export function mapValue(value: PropertyValue, visit: (value: PropertyValue) => PropertyValue): PropertyValue {
  if (Array.isArray(value)) return visit(value.map((item) => mapValue(item, visit)));
  if (isPropertyMap(value)) return visit(mapProperties(value, (child) => mapValue(child, visit)));
  if (value instanceof Secret) return visit(new Secret(mapValue(value.reveal(), visit)));
  return visit(value);
}

/** Replaces each property of a map. */
export function mapProperties(
  map: PropertyMap,
  replace: (value: PropertyValue, key: string) => PropertyValue,
): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, replace(value, key)]));
}

/** The same value with every secret, at every depth, laid bare. For comparisons, never for printing. */
export function revealed(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => (inner instanceof Secret ? inner.reveal() : inner));
}

/** Whether `matches` holds for the value or for anything inside it. */
export function contains(value: PropertyValue, matches: (value: PropertyValue) => boolean): boolean {
  if (matches(value)) return true;
  if (Array.isArray(value)) return value.some((item) => contains(item, matches));
  if (isPropertyMap(value)) return Object.values(value).some((item) => contains(item, matches));
  return value instanceof Secret && contains(value.reveal(), matches);
}

/** Whether the value, or anything inside it, is unknown. */
export function hasUnknown(value: PropertyValue): boolean {
  return contains(value, (inner) => inner instanceof Unknown);
}
