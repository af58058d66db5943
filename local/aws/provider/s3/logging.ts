import { GetBucketLoggingCommand, HeadBucketCommand, PutBucketLoggingCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import { unlessMissing } from "../errors.ts";
import { unsupported } from "../resource.ts";
import { bucketName } from "./bucket-name.ts";
import { bucketSetting, requireBucket } from "./bucket-setting.ts";

export const bucketLogging = bucketSetting({
  type: "aws:s3/bucketLogging:BucketLogging",
  description: "Has S3 log every request to a bucket into another one. The emulator stores it, and logs nothing.",
  shape: {
    targetBucket: bucketName.describe("The bucket that logs go to."),
    targetPrefix: z.string().max(800).describe("What the logs' keys begin with; may be empty."),
  },
  refused: unsupported(["expectedBucketOwner", "targetGrants", "targetObjectKeyFormat"]),
  async put(at, { targetBucket, targetPrefix }) {
    await requireBucket(at);
    const head = at.s3.send(new HeadBucketCommand({ Bucket: targetBucket }), at.options);
    if ((await unlessMissing(head)) === undefined) {
      throw new ProviderError(`targetBucket: ${targetBucket} does not exist; declare it, or correct the name.`);
    }
    const LoggingEnabled = { TargetBucket: targetBucket, TargetPrefix: targetPrefix };
    const command = new PutBucketLoggingCommand({ Bucket: at.Bucket, BucketLoggingStatus: { LoggingEnabled } });
    return await at.s3.send(command, at.options);
  },
  async get({ Bucket, s3, options }) {
    const { LoggingEnabled: live } = await s3.send(new GetBucketLoggingCommand({ Bucket }), options);
    return live && { targetBucket: live.TargetBucket ?? "", targetPrefix: live.TargetPrefix ?? "" };
  },
  remove: ({ Bucket, s3, options }) =>
    s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }), options),
});
