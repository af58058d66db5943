import type { SchemaNode } from "./json-schema.ts";
import {
  hasSecret,
  isPropertyMap,
  mapProperties,
  type PropertyMap,
  type PropertyValue,
  Secret,
  Unknown,
} from "./values.ts";

/**
 * The value as a lifecycle function sees it: a {@link Secret} exactly where the declaration says so.
 * Elsewhere a secret that the user passed is laid open, and sealed again by {@link sealed}.
 */
export function asDeclared(node: SchemaNode, value: PropertyValue): PropertyValue {
  const open = value instanceof Secret ? value.reveal() : value;
  if (node.get("secret") === true) return open instanceof Unknown ? open : new Secret(open);
  if (Array.isArray(open)) return open.map((item) => asDeclared(node.items(), item));
  if (isPropertyMap(open)) return mapProperties(open, (child, key) => asDeclared(node.property(key), child));
  return open;
}

/** {@link asDeclared} for a whole property map. */
export function mapAsDeclared(node: SchemaNode, map: PropertyMap): PropertyMap {
  return mapProperties(map, (value, key) => asDeclared(node.property(key), value));
}

/**
 * The properties as they go to the engine: secret where the declaration says so, and wherever the
 * user's own value under the same key held a secret.
 */
export function sealed(node: SchemaNode, map: PropertyMap, original: PropertyMap = {}): PropertyMap {
  return mapProperties(map, (value, key) => {
    const before = original[key];
    const declared = sealDeclared(node.property(key), value);
    if (before === undefined || hasSecret(declared) || !hasSecret(before)) return declared;
    return new Secret(declared);
  });
}

function sealDeclared(node: SchemaNode, value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return value;
  if (node.get("secret") === true && value !== null) return new Secret(value);
  if (Array.isArray(value)) return value.map((item) => sealDeclared(node.items(), item));
  if (isPropertyMap(value)) return mapProperties(value, (child, key) => sealDeclared(node.property(key), child));
  return value;
}
