import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

const shape = {
  blockPublicAcls: z.boolean().default(false).describe("Refuse ACLs that make public."),
  blockPublicPolicy: z.boolean().default(false).describe("Refuse policies that make public."),
  ignorePublicAcls: z.boolean().default(false).describe("Disregard ACLs that make public."),
  restrictPublicBuckets: z.boolean().default(false).describe("Give only the account access to a public bucket."),
  skipDestroy: z.boolean().default(false).describe("Leave the setting on destroy."),
};

export const bucketPublicAccessBlock = bucketSetting({
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  description: "Keeps a bucket from becoming public.",
  shape,
  put: ({ Bucket, s3, options }, value) => {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: value.blockPublicAcls,
      BlockPublicPolicy: value.blockPublicPolicy,
      IgnorePublicAcls: value.ignorePublicAcls,
      RestrictPublicBuckets: value.restrictPublicBuckets,
    };
    return s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }), options);
  },
  async get({ Bucket, s3, options }, declared) {
    const answer = await s3.send(new GetPublicAccessBlockCommand({ Bucket }), options);
    const live = answer.PublicAccessBlockConfiguration ?? {};
    return {
      blockPublicAcls: live.BlockPublicAcls ?? false,
      blockPublicPolicy: live.BlockPublicPolicy ?? false,
      ignorePublicAcls: live.IgnorePublicAcls ?? false,
      restrictPublicBuckets: live.RestrictPublicBuckets ?? false,
      skipDestroy: declared?.skipDestroy ?? false,
    };
  },
  remove: async ({ Bucket, s3, options }, { skipDestroy }) =>
    skipDestroy || s3.send(new DeletePublicAccessBlockCommand({ Bucket }), options),
});
