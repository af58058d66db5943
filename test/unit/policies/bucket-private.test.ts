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

test("a bucket that is closed in every way passes", async () => {
  const tags = { "flex-media:retention": "forever" };
  const own = { bucket: "recordings", region: "us-east-1", tags, tagsAll: tags, forceDestroy: false };
  expect(await told(awsTypes.bucket, { ...own, objectLockEnabled: true, __defaults: [] })).toEqual([]);
  expect(await told(awsTypes.publicAccessBlock, closed)).toEqual([]);
  expect(await told(awsTypes.ownershipControls, { rule: { objectOwnership: "BucketOwnerEnforced" } })).toEqual([]);
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

  test.each([awsTypes.bucketAcl, awsTypes.bucketWebsite, "aws:s3/bucketAclV2:BucketAclV2"])("by %s", async (type) => {
    expect(await told(type, {})).toEqual(["it: is there, but buckets have no ACLs and serve no websites; remove it"]);
  });
});

test.each([
  ["acl", "public-read"],
  ["grants", [{ type: "Group" }]],
  ["policy", "{}"],
  ["corsRules", [{ allowedOrigins: ["*"], allowedMethods: ["GET", "PUT"] }]],
  ["lifecycleRules", [{ enabled: true, expiration: { days: 1 } }]],
  ["objectLockConfiguration", { objectLockEnabled: "Enabled" }],
  ["accelerationStatus", "Enabled"],
  ["requestPayer", "Requester"],
  ["versioning", { enabled: false }],
  ["versionings", [{ enabled: false }]],
  ["serverSideEncryptionConfiguration", { rule: {} }],
  ["serverSideEncryptionConfigurations", [{ rules: [] }]],
  ["replicationConfiguration", { role: "arn:aws:iam::999999999999:role/copies", rules: [] }],
  ["replicationConfigurations", [{ role: "arn:aws:iam::999999999999:role/copies", rules: [] }]],
  ["logging", { targetBucket: "logs" }],
  ["loggings", [{ targetBucket: "logs" }]],
  ["website", { indexDocument: "index.html" }],
  ["websites", [{ indexDocument: "index.html" }]],
  ["somethingNew", "that AWS may come up with"],
])("a bucket's own %s is told of, as no policy would see it", async (path, value) => {
  for (const type of [awsTypes.bucket, "aws:s3/bucketV2:BucketV2"]) {
    expect(await told(type, { [path]: value })).toEqual([
      `it.${path}: is set on the bucket, but policies judge each setting of a bucket where it is a resource of its own; take ` +
        "it out, and make that resource, as infra/storage.ts does",
    ]);
  }
  expect(await told(awsTypes.bucket, { [path]: unknown })).toHaveLength(1);
});

test.each(["{", 7, [], undefined])("a bucket's ownership that is %j can't be read, so it is wrong", async (rule) => {
  expect(await told(awsTypes.ownershipControls, { rule })).toHaveLength(1);
});

test("what isn't known yet is told of, and asked again", async () => {
  const given = [
    { type: awsTypes.ownershipControls, props: { rule: unknown } },
    { type: awsTypes.publicAccessBlock, props: {} },
  ];
  const { violations: found, unknown: isUnknown } = await ask(bucketPrivate, given);
  expect([found.length, isUnknown]).toEqual([4, true]);
});
