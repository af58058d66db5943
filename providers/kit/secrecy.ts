import type { SchemaNode } from "./json-schema.ts";
import {
  isPropertyMap,
  mapProperties,
  ownProperty,
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
  if (node.get("secret") === true) return open instanceof Unknown || open === null ? open : new Secret(open);
  if (Array.isArray(open)) return open.map((item) => asDeclared(node.items(), item));
  if (isPropertyMap(open)) return mapProperties(open, (child, key) => asDeclared(node.property(key), child));
  return open;
}

/** {@link asDeclared} for a whole property map. */
export function mapAsDeclared(node: SchemaNode, map: PropertyMap): PropertyMap {
  return mapProperties(map, (value, key) => asDeclared(node.property(key), value));
}

/**
 * The properties as they go to the engine: secret where the declaration says so, and where the user's
 * own value had a secret. A list in which the user had one becomes a secret as a whole, since its items
 * may have moved.
 */
export function sealed(node: SchemaNode, map: PropertyMap, original: PropertyMap = {}): PropertyMap {
  return mapProperties(map, (value, key) => {
    const property = node.property(key);
    return sealAsBefore(property, sealDeclared(property, value), ownProperty(original, key) ?? null);
  });
}

function sealAsBefore(node: SchemaNode, value: PropertyValue, before: PropertyValue): PropertyValue {
  if (value instanceof Secret || value === null || !holdsUsersSecret(node, before)) return value;
  if (!isPropertyMap(value) || !isPropertyMap(before)) return new Secret(value);
  return mapProperties(value, (child, key) =>
    sealAsBefore(node.property(key), child, ownProperty(before, key) ?? null),
  );
}

/** Whether the user made a secret of what the declaration takes for plain. */
function holdsUsersSecret(node: SchemaNode, value: PropertyValue): boolean {
  if (node.get("secret") === true) return false;
  if (Array.isArray(value)) return value.some((item) => holdsUsersSecret(node.items(), item));
  if (isPropertyMap(value)) {
    return Object.entries(value).some(([key, child]) => holdsUsersSecret(node.property(key), child));
  }
  return value instanceof Secret;
}

function sealDeclared(node: SchemaNode, value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return value;
  if (node.get("secret") === true && value !== null) return new Secret(value);
  if (Array.isArray(value)) return value.map((item) => sealDeclared(node.items(), item));
  if (isPropertyMap(value)) return mapProperties(value, (child, key) => sealDeclared(node.property(key), child));
  return value;
}

/** Takes the text of every secret in the value out of a message. */
export function withoutSecrets(message: string, value: PropertyValue): string {
  // The longest first, so that none is left over of which another is a part.
  const texts = secretTexts(value, false)
    .filter((text) => text.length <= message.length)
    .sort((a, b) => b.length - a.length);
  return texts.reduce(withoutText, message);
}

/** Takes a text out wherever it stands as a word of its own. */
function withoutText(message: string, secret: string): string {
  const partOfWord = /[\p{L}\p{N}_]/u;
  let [result, from] = ["", 0];
  for (let at = message.indexOf(secret); at >= 0; at = message.indexOf(secret, Math.max(from, at + 1))) {
    const end = at + secret.length;
    if (partOfWord.test(message.charAt(at - 1)) || partOfWord.test(message.charAt(end))) continue;
    result += `${message.slice(from, at)}[secret]`;
    from = end;
  }
  return result + message.slice(from);
}

/** Strings and numbers inside secrets, as they would stand in a message: plain or in JSON. */
function secretTexts(value: PropertyValue, inside: boolean): string[] {
  if (value instanceof Secret) return secretTexts(value.reveal(), true);
  if (Array.isArray(value)) return value.flatMap((item) => secretTexts(item, inside));
  if (isPropertyMap(value)) return Object.values(value).flatMap((child) => secretTexts(child, inside));
  if (!inside || (typeof value !== "string" && typeof value !== "number") || value === "") return [];
  return [String(value), JSON.stringify(String(value)).slice(1, -1)];
}
