import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { rule } from "../../../../providers/kit/index.ts";
import { unsupported } from "../resource.ts";
import { bucketSetting } from "./bucket-setting.ts";

const byDefault = rule(
  z.strictObject({
    sseAlgorithm: z.enum(["AES256", "aws:kms", "aws:kms:dsse"]),
    kmsMasterKeyId: z.string().min(1).optional().describe("A KMS key's ARN; absent: the account's own for S3."),
  }),
  function* ({ sseAlgorithm, kmsMasterKeyId }) {
    if (sseAlgorithm !== "AES256" || kmsMasterKeyId === undefined) return;
    yield { path: ["kmsMasterKeyId"], reason: "belongs to aws:kms; leave it out with AES256" };
  },
);

const shape = {
  rules: z
    .array(
      z
        .strictObject({
          applyServerSideEncryptionByDefault: byDefault.optional(),
          bucketKeyEnabled: z.boolean().optional().describe("Ask KMS once in a while instead of for every object."),
        })
        .meta({ refused: unsupported(["blockedEncryptionTypes"]) }),
    )
    .length(1, "needs exactly one rule; keep one")
    .describe("The one rule."),
};

export const bucketServerSideEncryptionConfiguration = bucketSetting({
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  description: "Says how a bucket's objects are encrypted. Destroying it brings AES256 back.",
  shape,
  refused: unsupported(["expectedBucketOwner"]),
  put: ({ Bucket, s3, options }, { rules }) => {
    const Rules = rules.map((one): ServerSideEncryptionRule => {
      const wanted = one.applyServerSideEncryptionByDefault;
      return {
        BucketKeyEnabled: one.bucketKeyEnabled ?? false,
        ...(wanted && {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: wanted.sseAlgorithm,
            KMSMasterKeyID: wanted.kmsMasterKeyId,
          },
        }),
      };
    });
    const ServerSideEncryptionConfiguration = { Rules };
    return s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }), options);
  },
  async get({ Bucket, s3, options }, declared) {
    const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket }), options);
    const rules = answer.ServerSideEncryptionConfiguration?.Rules?.map((live, index) => {
      const { SSEAlgorithm, KMSMasterKeyID: kmsMasterKeyId } = live.ApplyServerSideEncryptionByDefault ?? {};
      const sseAlgorithm = SSEAlgorithm as z.output<typeof byDefault>["sseAlgorithm"] | undefined;
      const isKeyDeclared = declared?.rules[index]?.bucketKeyEnabled !== undefined;
      return {
        applyServerSideEncryptionByDefault: sseAlgorithm && { sseAlgorithm, kmsMasterKeyId },
        bucketKeyEnabled: live.BucketKeyEnabled || isKeyDeclared ? (live.BucketKeyEnabled ?? false) : undefined,
      };
    });
    return rules === undefined ? undefined : { rules };
  },
  remove: ({ Bucket, s3, options }) => s3.send(new DeleteBucketEncryptionCommand({ Bucket }), options),
});
