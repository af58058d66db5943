import { describe, expect, test } from "vitest";
import { bucketPrivate } from "../../../policies/bucket-private.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { ask, unknown, violations } from "./asked.ts";

const closed = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const told = (type: string, props: Record<string, unknown>) => violations(bucketPrivate, [{ type, props }]);
const policy = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });

test("a bucket that is closed in every way passes", async () => {
  expect(await told(awsTypes.bucket, { bucket: "recordings", forceDestroy: false })).toEqual([]);
  expect(await told(awsTypes.publicAccessBlock, closed)).toEqual([]);
  expect(await told(awsTypes.ownershipControls, { rule: { objectOwnership: "BucketOwnerEnforced" } })).toEqual([]);
  const named = { Effect: "Allow", Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObject" };
  const denied = { Effect: "Deny", Principal: "*", Action: "s3:*" };
  expect(await told(awsTypes.bucketPolicy, { policy: policy(named, denied) })).toEqual([]);
});

describe("public access", () => {
  test.each(Object.keys(closed))("that isn't blocked by %s", async (flag) => {
    const [off, absent] = [
      { ...closed, [flag]: false },
      { ...closed, [flag]: undefined },
    ];
    const rest = "but all public access is blocked; set it to true";
    expect(await told(awsTypes.publicAccessBlock, off)).toEqual([`it.${flag}: is false, ${rest}`]);
    expect(await told(awsTypes.publicAccessBlock, absent)).toEqual([`it.${flag}: is not set, ${rest}`]);
    expect(await told(awsTypes.publicAccessBlock, { ...closed, [flag]: "true" })).toHaveLength(1);
  });

  test("by objects of others", async () => {
    const rest = "but objects belong to the bucket's account, and ACLs are off; set it to BucketOwnerEnforced";
    expect(await told(awsTypes.ownershipControls, { rule: { objectOwnership: "ObjectWriter" } })).toEqual([
      `it.rule.objectOwnership: is "ObjectWriter", ${rest}`,
    ]);
    expect(await told(awsTypes.ownershipControls, {})).toEqual([`it.rule.objectOwnership: is not set, ${rest}`]);
  });

  test.each([
    ["acl", "public-read"],
    ["grants", [{ type: "Group" }]],
    ["policy", "{}"],
    ["website", { indexDocument: "index.html" }],
  ])("by the bucket's own %s", async (path, value) => {
    for (const type of [awsTypes.bucket, "aws:s3/bucketV2:BucketV2"]) {
      expect(await told(type, { [path]: value })).toEqual([
        `it.${path}: is set on the bucket, but who may see a bucket is said by BucketPublicAccessBlock and BucketPolicy ` +
          "alone; take it out",
      ]);
    }
    expect(await told(awsTypes.bucket, { [path]: unknown })).toHaveLength(1);
  });

  test.each([awsTypes.bucketAcl, awsTypes.bucketWebsite, "aws:s3/bucketAclV2:BucketAclV2"])("by %s", async (type) => {
    expect(await told(type, {})).toEqual(["it: is there, but buckets have no ACLs and serve no websites; remove it"]);
  });

  test.each(["*", { AWS: "*" }, { AWS: ["arn:aws:iam::111122223333:root", "*"] }])("to %j", async (Principal) => {
    expect(await told(awsTypes.bucketPolicy, { policy: policy({ Effect: "Allow", Principal }) })).toEqual([
      "it.policy.Statement[0].Principal: is everybody, but a bucket is open to nobody unnamed; name who is allowed, or " +
        "leave it to the roles' own policies",
    ]);
  });

  test("to all but somebody", async () => {
    const statement = { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } };
    expect(await told(awsTypes.bucketPolicy, { policy: policy(statement) })).toHaveLength(1);
  });
});

test.each(["{", "[]", "", 7, undefined, '{"Statement": [7]}', '{"Statement": [{"Effect": "allow"}]}'])(
  "a policy that says %j can't be judged, so it is wrong",
  async (text) => {
    expect(await told(awsTypes.bucketPolicy, { policy: text })).toEqual([
      "it: is of a form that this policy can't read, but what can't be judged counts as wrong; write it as the provider " +
        "documents it",
    ]);
  },
);

test("a policy that isn't known yet is told of, and asked again", async () => {
  const given = [
    { type: awsTypes.bucketPolicy, props: { policy: unknown } },
    { type: awsTypes.publicAccessBlock, props: {} },
  ];
  const { violations: found, unknown: isUnknown } = await ask(bucketPrivate, given);
  expect([found.length, isUnknown]).toEqual([4, true]);
});
