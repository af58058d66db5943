import fc from "fast-check";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import { Archive, Asset, type PropertyMap, Secret, unknown } from "../../../../providers/kit/values.ts";
import { fromJson, fromStruct, toStruct } from "../../../../providers/kit/wire.ts";
import { shown } from "../../../contract/kit/shown.ts";
import { propertyMap } from "./arbitrary.ts";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const anyUnknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Sent = Parameters<typeof struct.Struct.fromJavaScript>[0];

/** What the provider sees of what an engine sent. */
function received(sent: Sent): PropertyMap {
  return fromStruct(struct.Struct.fromJavaScript(sent));
}

describe("a round trip", () => {
  it("changes nothing, whatever the properties hold", () => {
    fc.assert(
      fc.property(propertyMap, (map) => {
        const bytes = toStruct(map).serializeBinary();
        expect(shown(fromStruct(struct.Struct.deserializeBinary(bytes)))).toEqual(shown(map));
      }),
    );
  });

  it("keeps assets inside archives, and archives inside them", () => {
    const code = new Archive({
      hash: "h",
      assets: { "index.js": new Asset({ text: "x" }), lib: new Archive({ path: "./lib" }) },
    });
    expect(fromStruct(toStruct({ code }))).toEqual({ code });
  });

  it("leaves out what is undefined", () => {
    const map = { a: 1, b: undefined, c: { d: undefined } } as unknown as PropertyMap;
    expect(fromStruct(toStruct(map))).toEqual({ a: 1, c: {} });
  });
});

describe("what the engine sends", () => {
  it.each([
    ["string", anyUnknown],
    ["bool", "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"],
    ["number", "3eeb2bf0-c639-47a8-9e75-3b44932eb421"],
    ["array", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"],
    ["asset", "030794c1-ac77-496b-92df-f27374a8bd58"],
    ["archive", "e48ece36-62e2-4504-bad9-02848725956a"],
    ["object", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"],
  ])("reads an unknown %s", (_, mark) => {
    expect(received({ a: mark, b: [mark] })).toEqual({ a: unknown, b: [unknown] });
  });

  it("reads secrets at every depth, an unknown one too", () => {
    const { a, b } = received({
      a: { [signature]: secretSignature, value: { c: { [signature]: secretSignature, value: "x" } } },
      b: [{ [signature]: secretSignature, value: anyUnknown }],
    });
    expect(shown(a)).toEqual({ secret: { c: { secret: "x" } } });
    expect(shown(b)).toEqual([{ secret: unknown }]);
  });

  it("reads output values as what they hold", () => {
    const { known, pending, hidden } = received({
      known: { [signature]: outputSignature, value: [1], dependencies: ["urn"] },
      pending: { [signature]: outputSignature },
      hidden: { [signature]: outputSignature, value: "x", secret: true },
    });
    expect(known).toEqual([1]);
    expect(pending).toBe(unknown);
    expect(shown(hidden)).toEqual({ secret: "x" });
  });

  it("reads a resource as its id, or as its URN where it has none", () => {
    const resource = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x" };
    expect(received({ a: { ...resource, id: "7" }, b: { ...resource, id: anyUnknown }, c: resource })).toEqual({
      a: "7",
      b: unknown,
      c: "urn:x",
    });
  });

  it("reads an asset whose content the engine withholds", () => {
    expect(received({ a: { [signature]: "c44067f5952c0a294b673a41bacd8c17", hash: "h" } })).toEqual({
      a: new Asset({ hash: "h" }),
    });
  });

  it("refuses a mark that it does not know", () => {
    expect(() => received({ a: { [signature]: "new" } })).toThrow(
      "A property carries a mark that this provider does not know; update the provider.",
    );
  });

  it("reads nothing as an empty map", () => {
    expect(fromStruct(undefined)).toEqual({});
  });
});

describe("what the engine gets", () => {
  it("is marked by Pulumi's signatures", () => {
    const sent = toStruct({ a: new Secret(unknown), b: new Asset({ text: "x" }), c: new Archive({ path: "p" }) });
    expect(sent.toJavaScript()).toEqual({
      a: { [signature]: secretSignature, value: anyUnknown },
      b: { [signature]: "c44067f5952c0a294b673a41bacd8c17", text: "x" },
      c: { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "p" },
    });
  });
});

describe("fromJson", () => {
  it("reads the marks inside JSON text", () => {
    const text = JSON.stringify({ token: { [signature]: secretSignature, value: "x" }, port: anyUnknown });
    expect(shown(fromJson(text))).toEqual({ token: { secret: "x" }, port: unknown });
  });

  it("refuses what is not JSON", () => {
    expect(() => fromJson("{")).toThrow(SyntaxError);
  });
});
