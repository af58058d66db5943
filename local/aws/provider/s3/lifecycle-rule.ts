import { z } from "zod";
import { rule } from "../../../../providers/kit/index.ts";
import { isObject } from "../json.ts";
import { unsupported } from "../resource.ts";
import { orderFaults } from "./lifecycle-order.ts";

const days = z.number().int().min(0);
const someDays = z.number().int().min(1);
const size = z.number().int().min(0).describe("In bytes.");
const tag = z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) });
const storageClass = z.enum([
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
]);
const newerNoncurrentVersions = z.number().int().min(1).max(100).describe("How many to keep at least.");

const and = z.strictObject({
  prefix: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  objectSizeGreaterThan: size.optional(),
  objectSizeLessThan: size.optional(),
});

const filter = rule(
  z.strictObject({
    prefix: z.string().optional(),
    tag: tag.optional(),
    and: and.optional(),
    objectSizeGreaterThan: size.optional(),
    objectSizeLessThan: size.optional(),
  }),
  function* (value) {
    if (Object.keys(value).length > 1) yield { path: [], reason: "has several conditions; put them into and" };
  },
);

const actions = [
  "expiration",
  "transitions",
  "noncurrentVersionExpiration",
  "noncurrentVersionTransitions",
  "abortIncompleteMultipartUpload",
] as const;

/** One rule of a bucket's lifecycle: what happens to which objects after how many days. */
export const lifecycleRule = rule(
  z
    .strictObject({
      id: z.string().min(1).max(255).describe("The rule's name."),
      status: z.enum(["Enabled", "Disabled"]),
      filter: filter.optional().describe("Which objects; absent: all."),
      expiration: z
        .strictObject({ days: someDays.optional(), expiredObjectDeleteMarker: z.boolean().optional() })
        .meta({ refused: unsupported(["date"], "use days") })
        .optional(),
      transitions: z
        .array(z.strictObject({ days, storageClass }).meta({ refused: unsupported(["date"], "use days") }))
        .optional(),
      noncurrentVersionExpiration: z
        .strictObject({ noncurrentDays: someDays, newerNoncurrentVersions: newerNoncurrentVersions.optional() })
        .optional(),
      noncurrentVersionTransitions: z
        .array(
          z.strictObject({
            noncurrentDays: days,
            storageClass,
            newerNoncurrentVersions: newerNoncurrentVersions.optional(),
          }),
        )
        .optional(),
      abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: someDays }).optional(),
    })
    .meta({ refused: unsupported(["prefix"], "use filter") }),
  function* (value) {
    if (actions.every((action) => value[action] === undefined)) {
      yield { path: [], reason: `does nothing; give it one of ${actions.join(", ")}` };
    }
    const { expiration, filter: which, abortIncompleteMultipartUpload } = value;
    if (isObject(expiration) && expiration.days !== undefined && expiration.expiredObjectDeleteMarker !== undefined) {
      yield { path: ["expiration"], reason: "has days and expiredObjectDeleteMarker; keep one" };
    }
    if (abortIncompleteMultipartUpload !== undefined && isObject(which) && hasTag(which)) {
      yield { path: ["abortIncompleteMultipartUpload"], reason: "can't go by tags; leave them out of filter" };
    }
    yield* orderFaults(value);
  },
);

export type LifecycleRule = z.output<typeof lifecycleRule>;

function hasTag(which: Record<string, unknown>): boolean {
  return which.tag !== undefined || (isObject(which.and) && which.and.tags !== undefined);
}
