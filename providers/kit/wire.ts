import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { ProviderError } from "./errors.ts";
import {
  Archive,
  Asset,
  isPropertyMap,
  type PropertyMap,
  type PropertyValue,
  Secret,
  Unknown,
  unknown,
} from "./values.ts";

// The marks by which Pulumi's protocol tells special values from plain ones (pulumi/pulumi, sdk/go/common/resource).
const signatureKey = "4dabf18193072939515e22adb298388d";
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
} as const;
const unknownMarks = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string, and any other value
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // bool
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);
const anyUnknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Json = ReturnType<InstanceType<typeof struct.Struct>["toJavaScript"]>[string];

/** Reads the protocol's struct into typed property values. An absent struct is an empty map. */
export function fromStruct(message: InstanceType<typeof struct.Struct> | undefined): PropertyMap {
  const value = message === undefined ? {} : decode(message.toJavaScript());
  return isPropertyMap(value) ? value : {};
}

/**
 * Reads a value from JSON text in which secrets and unknowns carry the protocol's marks, as SDKs write
 * provider configuration that is not a string.
 * @throws SyntaxError if the text is not JSON.
 */
export function fromJson(text: string): PropertyValue {
  return decode(JSON.parse(text));
}

/** Writes property values as the protocol's struct. `undefined` properties are left out. */
export function toStruct(map: PropertyMap): InstanceType<typeof struct.Struct> {
  return struct.Struct.fromJavaScript(encodeMap(map));
}

function decode(value: Json): PropertyValue {
  if (typeof value === "string") return unknownMarks.has(value) ? unknown : value;
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const map = value as Record<string, Json>;
  switch (map[signatureKey]) {
    case undefined:
      return decodeMap(map);
    case signatures.secret:
      return new Secret(decode(map.value ?? null));
    case signatures.asset:
      return new Asset(contentOf(map, ["hash", "text", "path", "uri"]));
    case signatures.archive:
      return new Archive({
        ...contentOf(map, ["hash", "path", "uri"]),
        ...(map.assets ? { assets: decodeMap(map.assets as Record<string, Json>) as Record<string, Asset> } : {}),
      });
    case signatures.output: {
      const inner = map.value === undefined ? unknown : decode(map.value);
      return map.secret === true ? new Secret(inner) : inner;
    }
    case signatures.resource:
      return typeof map.id === "string" ? decode(map.id) : decode(map.urn ?? null);
    default:
      throw new ProviderError("A property carries a mark that this provider does not know; update the provider.");
  }
}

function decodeMap(map: Record<string, Json>): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, decode(value)]));
}

function contentOf<K extends string>(map: Record<string, Json>, keys: readonly K[]): Partial<Record<K, string>> {
  const content: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const value = map[key];
    if (typeof value === "string" && value !== "") content[key] = value;
  }
  return content;
}

function encode(value: PropertyValue): Json {
  if (value instanceof Unknown) return anyUnknownMark;
  if (value instanceof Secret) return { [signatureKey]: signatures.secret, value: encode(value.reveal()) };
  if (value instanceof Asset) return { [signatureKey]: signatures.asset, ...value.content };
  if (value instanceof Archive) {
    const { assets, ...rest } = value.content;
    return {
      [signatureKey]: signatures.archive,
      ...rest,
      ...(assets ? { assets: encodeMap(assets) } : {}),
    };
  }
  if (Array.isArray(value)) return value.map(encode);
  if (isPropertyMap(value)) return encodeMap(value);
  return value;
}

function encodeMap(map: PropertyMap): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, encode(value)]),
  );
}
