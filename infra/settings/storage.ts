import { z } from "zod";
import { rule } from "../../providers/kit/index.ts";
import { storageFaults } from "./storage-rules.ts";

const prefix = z
  .string()
  .regex(/^([A-Za-z0-9_-]+\/)+$/, "is no key prefix; give one that ends with a slash, as in recordings/");

const days = z.int().min(1).max(36_500);

const tier = z.strictObject({
  afterDays: days.describe("How old a recording is when it moves, in days."),
  storageClass: z
    .enum(["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"])
    .describe("Where to. From GLACIER and DEEP_ARCHIVE nothing plays before somebody has restored it."),
});

const retention = z
  .union(
    [
      z.literal("forever"),
      z.strictObject({
        days: days.describe("How old a recording gets, in days. Then it is deleted."),
        noncurrentDays: days.default(30).describe("How much longer a deleted recording can be brought back, in days."),
      }),
    ],
    { error: "says neither how long nor forever; give days, as in {days: 3650}, or forever" },
  )
  .describe(
    "How long recordings are kept; what is over can't be brought back. Left out, for ever, but as nobody chose that, " +
      "policies object.",
  );

const objectLock = z
  .strictObject({
    mode: z
      .enum(["GOVERNANCE", "COMPLIANCE"])
      .describe("Whether somebody with a permission of its own may lift a lock, or nobody at all, not even AWS."),
    days: days.describe("How long a recording is locked, in days."),
  })
  .describe("Locks recordings against deletion. Once a bucket has it, it can't be turned off.");

const accessLog = z
  .strictObject({
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "is no bucket's name; give that of a bucket in the same region")
      .optional()
      .describe("A bucket of your own, which lets S3's log service write. Left out, one is made."),
    prefix: prefix.default("recordings/").describe("What the logs' keys begin with."),
    days: days.default(365).describe("How long logs are kept in a bucket that is made here, in days."),
  })
  .describe("Has S3 log every request to the bucket. Left out, it doesn't.");

const section = z.strictObject({
  prefix: prefix.default("recordings/").describe("What every recording's key begins with."),
  kmsKeyArn: z
    .string()
    .regex(
      /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
      "is no key's ARN; give arn:aws:kms:…:key/…, not an alias, in the bucket's region",
    )
    .optional()
    .describe("A key of your own to encrypt with. Left out, one is made."),
  tiering: z.array(tier).default([]).describe("Cheaper storage classes for older recordings, the youngest first."),
  retention: retention.optional(),
  abandonedUploadDays: days.default(7).describe("Days after which parts of unfinished uploads are deleted."),
  objectLock: objectLock.optional(),
  accessLog: accessLog.optional(),
  throwAway: z
    .boolean()
    .default(false)
    .describe("Destroy deletes the bucket with every recording in it. For stacks that nobody will miss."),
});

/** `flex-media:storage` */
export const storage = rule(section, storageFaults).prefault({}).describe("The recordings bucket.");

export type Storage = z.output<typeof storage>;
