import {
  DeleteBucketOwnershipControlsCommand,
  GetBucketOwnershipControlsCommand,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

const objectOwnership = z.enum(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]);

export const bucketOwnershipControls = bucketSetting({
  type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  description: "Says who owns the objects of a bucket. `BucketOwnerEnforced` does away with ACLs.",
  shape: { rule: z.strictObject({ objectOwnership }).describe("The one rule.") },
  put: ({ Bucket, s3, options }, { rule }) => {
    const Rules = [{ ObjectOwnership: rule.objectOwnership }];
    return s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }), options);
  },
  async get({ Bucket, s3, options }) {
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }), options);
    const live = OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    return live === undefined ? undefined : { rule: { objectOwnership: live } };
  },
  remove: ({ Bucket, s3, options }) => s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }), options),
});
