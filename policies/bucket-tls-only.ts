import { awsTypes } from "./judging/aws-types.ts";
import { denies, statementsOf } from "./judging/policy-document.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";

/** What nobody may do without TLS, tried on the policy as S3 would try it. */
const actions = [
  ...["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  ...["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketPolicy"],
] as const;

/** Whatever comes without TLS is denied. */
export const bucketTlsOnly = resourcePolicy({
  name: "bucket-tls-only",
  description: "Buckets deny every request that comes without TLS.",
  types: [awsTypes.bucketPolicy],
  *judge({ props: { bucket, policy } }) {
    const statements = statementsOf(policy);
    const context = { "aws:SecureTransport": "false" };
    const open = actions.filter((action) => {
      const resource = /Object/.test(action) ? `${bucket}/any/thing` : String(bucket);
      return !statements.some((statement) => denies(statement, { action, resource, context }));
    });
    if (open.length === 0) return;
    const is = `without TLS open to ${open.join(", ")}`;
    const remedy =
      "deny s3:* on the bucket and on all in it to everybody, where aws:SecureTransport is false (Bool), and nothing else besides";
    yield { path: "policy", is, but: "recordings travel encrypted only", remedy };
  },
});
