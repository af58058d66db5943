import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { unsupported } from "../resource.ts";
import { type BucketAt, bucketSetting, requireBucket } from "./bucket-setting.ts";

const status = z.enum(["Enabled", "Suspended", "Disabled"]);

const shape = {
  versioningConfiguration: z
    .strictObject({ status: status.describe("`Disabled` is for buckets that never had versions.") })
    .meta({ refused: unsupported(["mfaDelete"]) }),
};

export const bucketVersioning = bucketSetting({
  type: "aws:s3/bucketVersioning:BucketVersioning",
  description: "Keeps every version of a bucket's objects. Destroying it suspends versioning; what there is stays.",
  shape,
  refused: unsupported(["mfa", "expectedBucketOwner"]),
  check: (inputs, prior) => {
    if (statusOf(inputs) !== "Disabled" || prior === undefined || statusOf(prior) === "Disabled") return [];
    const reason = `is "Disabled", but a bucket that once had versions keeps them; use "Suspended"`;
    return [{ path: ["versioningConfiguration", "status"], reason }];
  },
  async put(at, { versioningConfiguration }) {
    if (versioningConfiguration.status === "Disabled") await requireBucket(at);
    else await write(at, versioningConfiguration.status);
  },
  async get({ Bucket, s3, options }) {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }), options);
    const live: z.output<typeof status> = Status ?? "Disabled";
    return { versioningConfiguration: { status: live } };
  },
  async remove(at, { versioningConfiguration }) {
    if (versioningConfiguration.status === "Enabled") await write(at, "Suspended");
  },
});

function write({ Bucket, s3, options }: BucketAt, Status: "Enabled" | "Suspended") {
  return s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }), options);
}

function statusOf(inputs: Readonly<Record<string, unknown>>): unknown {
  const configuration = inputs.versioningConfiguration;
  return typeof configuration === "object" && configuration !== null && "status" in configuration
    ? configuration.status
    : undefined;
}
