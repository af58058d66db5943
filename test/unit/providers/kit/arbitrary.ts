import fc from "fast-check";
import {
  Archive,
  Asset,
  type PropertyMap,
  type PropertyValue,
  Secret,
  unknown,
} from "../../../../providers/kit/values.ts";

// Protocol buffers for JavaScript can't hold a key of this name.
const key = fc
  .oneof(fc.string(), fc.constantFrom("constructor", "toString", "value", "a.b"))
  .filter((name) => name !== "__proto__");

const hash = fc.stringMatching(/^[0-9a-f]{8}$/);
const place = fc.oneof(
  fc.record({ hash, path: fc.string({ minLength: 1 }) }),
  fc.record({ hash, uri: fc.webUrl() }),
  fc.record({ hash }),
);
const asset = fc
  .oneof(place, fc.record({ hash, text: fc.string({ minLength: 1 }) }))
  .map((content) => new Asset(content));

const number = fc.double({ noNaN: true }).map((value) => value + 0);

/** Everything that a Pulumi property can be, nested. */
export const { propertyValue, propertyMap } = fc.letrec<{
  propertyValue: PropertyValue;
  propertyMap: PropertyMap;
  archive: Archive;
}>((tie) => ({
  propertyValue: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    number,
    fc.string(),
    fc.constant(unknown),
    asset,
    fc.array(tie("propertyValue")),
    tie("propertyMap"),
    tie("propertyValue").map((value) => new Secret(value)),
    tie("archive"),
  ),
  propertyMap: fc.dictionary(key, tie("propertyValue"), { noNullPrototype: true }),
  archive: fc
    .oneof(
      { depthSize: "small" },
      place,
      fc.record({
        hash,
        assets: fc.dictionary(key, fc.oneof({ depthSize: "small" }, asset, tie("archive")), { noNullPrototype: true }),
      }),
    )
    .map((content) => new Archive(content)),
}));
