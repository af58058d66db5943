import type { PolicyResource } from "@pulumi/policy";
import { awsTypes } from "./judging/aws-types.ts";
import { bucketsOf, settingsOf, takesLogs } from "./judging/buckets.ts";
import { leadsTo } from "./judging/links.ts";
import { items } from "./judging/origins.ts";
import { denies, isSameKey, type Statement, statementsOf } from "./judging/policy-document.ts";
import { property } from "./judging/read.ts";
import { type JudgedStack, stackPolicy } from "./judging/stack-policy.ts";
import type { Violation } from "./judging/violation.ts";

const sse = "s3:x-amz-server-side-encryption";
const sseKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const sseCustomer = "s3:x-amz-server-side-encryption-customer-algorithm";

type Way = readonly [what: string, headers: Readonly<Record<string, string>>];

/** Ways past the bucket's key. What says nothing of encryption isn't one: the bucket's default gives it the key. */
const ways: readonly Way[] = [
  ["S3's own keys", { [sse]: "AES256" }],
  ["another key", { [sse]: "aws:kms", [sseKey]: "arn:aws:kms:us-east-1:000000000000:key/another" }],
  ["AWS's own key", { [sse]: "aws:kms" }],
  ["keys that come with the request", { [sseCustomer]: "AES256" }],
];

/** Nobody can put a recording into a bucket under a key that isn't the bucket's. Buckets for S3's logs take no key at all. */
export const bucketOwnKeyOnly = stackPolicy({
  name: "bucket-own-key-only",
  description: "Buckets deny what is to be encrypted with any key but their own.",
  *judge(stack) {
    yield* stack.apart(stack.of(awsTypes.bucketPolicy), (policy) => violations(policy, stack));
  },
});

function* violations(policy: PolicyResource, stack: JudgedStack): Generator<Violation> {
  const bucket = bucketsOf(stack).find((one) => leadsTo(policy, "bucket", one));
  if (bucket !== undefined && takesLogs(stack, bucket)) return;
  const statements = statementsOf(policy.props.policy);
  const own = bucket === undefined ? [] : keysOf(stack, bucket);
  const resource = `${policy.props.bucket}/any/thing`;
  for (const [what, headers] of [...ways, ...otherKeys(statements, own)]) {
    const context = { [sse]: undefined, [sseKey]: undefined, [sseCustomer]: undefined, ...headers };
    if (statements.some((statement) => denies(statement, { action: "s3:PutObject", resource, context }))) continue;
    const but = "recordings lie under the bucket's own key, which can be taken away from everybody at once";
    const remedy = "deny it to everybody, as infra/storage/bucket-policy.ts does";
    yield { path: "policy", is: `open to what is encrypted with ${what}`, but, remedy };
  }
}

/** The keys that a bucket's default encrypts with. */
function keysOf(stack: JudgedStack, bucket: PolicyResource): string[] {
  return settingsOf(stack, bucket, awsTypes.encryption)
    .flatMap(({ props }) => items(props.rules) ?? [])
    .map((rule) => property(property(rule, "applyServerSideEncryptionByDefault"), "kmsMasterKeyId"))
    .filter((key) => typeof key === "string");
}

/** Keys that the policy itself names, and that the bucket doesn't encrypt with. */
function otherKeys(statements: readonly Statement[], own: readonly string[]): Way[] {
  const named = statements.flatMap(({ conditions }) =>
    conditions.flatMap(([operator, key, values]) => (operator !== "Null" && isSameKey(key, sseKey) ? values : [])),
  );
  const others = [...new Set(named)].filter((key) => !own.some((one) => key === one || key.endsWith(`:key/${one}`)));
  return others.map((key) => [`${key}, which isn't the bucket's`, { [sse]: "aws:kms", [sseKey]: key }]);
}
