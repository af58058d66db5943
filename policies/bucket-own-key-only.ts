import { awsTypes } from "./judging/aws-types.ts";
import { denies, type Statement, statementsOf } from "./judging/policy-document.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";

const sse = "s3:x-amz-server-side-encryption";
const sseKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const sseCustomer = "s3:x-amz-server-side-encryption-customer-algorithm";

/** Ways past the bucket's key. What says nothing of encryption isn't one: the bucket's default gives it the key. */
const ways: readonly (readonly [what: string, context: Readonly<Record<string, string>>])[] = [
  ["S3's own keys", { [sse]: "AES256" }],
  ["another key", { [sse]: "aws:kms", [sseKey]: "arn:aws:kms:us-east-1:000000000000:key/another" }],
  ["AWS's own key", { [sse]: "aws:kms" }],
  ["keys that come with the request", { [sseCustomer]: "AES256" }],
];

/** Nobody can put a recording into a bucket under a key that isn't the bucket's. Buckets for S3's logs take no key at all. */
export const bucketOwnKeyOnly = resourcePolicy({
  name: "bucket-own-key-only",
  description: "Buckets deny what is to be encrypted with any key but their own.",
  types: [awsTypes.bucketPolicy],
  *judge({ props: { bucket, policy } }) {
    const statements = statementsOf(policy);
    if (statements.some(takesLogs)) return;
    const resource = `${bucket}/any/thing`;
    const open = ways.filter(
      ([, context]) =>
        !statements.some((statement) => denies(statement, { action: "s3:PutObject", resource, context })),
    );
    for (const [what] of open) {
      const but = "recordings lie under the bucket's own key, which can be taken away from everybody at once";
      const remedy = "deny it to everybody, as infra/storage/bucket-policy.ts does";
      yield { path: "policy", is: `open to what is encrypted with ${what}`, but, remedy };
    }
  },
});

/** S3 can't write its logs where a key of KMS is demanded. */
function takesLogs({ effect, principals, actions }: Statement): boolean {
  return (
    effect === "Allow" && principals.includes("Service:logging.s3.amazonaws.com") && actions.includes("s3:PutObject")
  );
}
