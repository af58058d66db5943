import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { declaredPolicy, policySchema, policyText, resourcesOf, samePolicy } from "../iam/policy-document.ts";
import { bucketSetting } from "./bucket-setting.ts";

export const bucketPolicy = bucketSetting({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  description: "Says who may do what with a bucket and its objects.",
  shape: { policy: policySchema("resource").describe("JSON text, or an object.") },
  sameMeaning: { policy: samePolicy },
  check: ({ bucket, policy }) => {
    if (typeof bucket !== "string") return [];
    const own = `arn:aws:s3:::${bucket}`;
    const foreign = resourcesOf(policy).filter((arn) => arn !== own && !arn.startsWith(`${own}/`));
    if (foreign.length === 0) return [];
    return [
      {
        path: ["policy"],
        reason: `is about ${foreign.join(", ")}; a bucket's policy is about ${own} and ${own}/* only`,
      },
    ];
  },
  put: ({ Bucket, s3, options }, { policy }) =>
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyText(policy) }), options),
  async get({ Bucket, s3, options }, declared) {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }), options);
    return Policy === undefined ? undefined : { policy: declaredPolicy(Policy, declared?.policy) };
  },
  remove: ({ Bucket, s3, options }) => s3.send(new DeleteBucketPolicyCommand({ Bucket }), options),
});
