import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { ProviderError, rule } from "../../../../providers/kit/index.ts";
import { unsupported } from "../resource.ts";
import { type BucketAt, bucketSetting } from "./bucket-setting.ts";

const defaultRetention = rule(
  z.strictObject({
    mode: z.enum(["GOVERNANCE", "COMPLIANCE"]).describe("Whether a permission of its own lifts a lock, or nothing."),
    days: z.number().int().min(1).max(36_500).optional(),
    years: z.number().int().min(1).max(100).optional(),
  }),
  function* ({ days, years }) {
    if ((days === undefined) !== (years === undefined)) return;
    const state = days === undefined ? "says not how long" : "has days and years";
    yield { path: [], reason: `${state}; give one of days and years` };
  },
);

type Retention = z.output<typeof defaultRetention>;

export const bucketObjectLockConfiguration = bucketSetting({
  type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  description:
    "Locks a bucket's objects against deletion. Destroying it takes the default period away; the bucket stays one with locks, and what is locked stays locked.",
  shape: {
    objectLockEnabled: z.enum(["Enabled"]).default("Enabled"),
    rule: z.strictObject({ defaultRetention }).optional().describe("How long every new version is locked."),
  },
  refused: unsupported(["expectedBucketOwner", "token"]),
  async put(at, { rule: wanted }) {
    await requireVersioning(at);
    await write(at, wanted?.defaultRetention);
  },
  async get({ Bucket, s3, options }) {
    const found = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }), options);
    const live = found.ObjectLockConfiguration;
    if (live?.ObjectLockEnabled !== "Enabled") return undefined;
    const { Mode, Days: days, Years: years } = live.Rule?.DefaultRetention ?? {};
    const wanted = Mode && {
      rule: { defaultRetention: { mode: Mode, days: days || undefined, years: years || undefined } },
    };
    return { objectLockEnabled: "Enabled" as const, ...wanted };
  },
  remove: (at) => write(at, undefined),
});

/** Once a bucket has Object Lock, it can only lose the default period. */
async function write({ Bucket, s3, options }: BucketAt, retention: Retention | undefined): Promise<void> {
  const Rule = retention && {
    DefaultRetention: { Mode: retention.mode, Days: retention.days, Years: retention.years },
  };
  const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const, Rule };
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }), options);
}

async function requireVersioning({ Bucket, s3, options }: BucketAt): Promise<void> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }), options);
  if (Status === "Enabled") return;
  throw new ProviderError(
    `bucket: ${Bucket} keeps no versions, which locks need; declare aws.s3.BucketVersioning first.`,
  );
}
