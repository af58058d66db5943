import { PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());

const BUCKET = "aws:s3/bucket:Bucket";
let made = 0;

async function makeBucket() {
  made += 1;
  return bench.provider.create(BUCKET, { bucket: `recordings-${made}` });
}

const POLICY = (bucket: string, more = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
        ...more,
      },
    ],
  });

const EXPIRE: PropertyMap = {
  id: "expire",
  status: "Enabled",
  expiration: { days: 365 },
  noncurrentVersionExpiration: { noncurrentDays: 30 },
};
const DROP_PARTS: PropertyMap = {
  id: "parts",
  status: "Enabled",
  filter: { prefix: "tmp/" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
};

describe.each<[type: string, initial: (bucket: string) => PropertyMap, changed: (bucket: string) => PropertyMap]>([
  [
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    () => ({ blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }),
    () => ({ blockPublicAcls: true }),
  ],
  [
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    () => ({ rule: { objectOwnership: "BucketOwnerEnforced" } }),
    () => ({ rule: { objectOwnership: "ObjectWriter" } }),
  ],
  [
    "aws:s3/bucketVersioning:BucketVersioning",
    () => ({ versioningConfiguration: { status: "Enabled" } }),
    () => ({ versioningConfiguration: { status: "Suspended" } }),
  ],
  [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    () => ({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }),
    () => ({
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: "arn:aws:kms:us-east-1:000000000000:key/1",
          },
          bucketKeyEnabled: true,
        },
      ],
    }),
  ],
  [
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    () => ({
      corsRules: [
        {
          allowedMethods: ["GET", "HEAD"],
          allowedOrigins: ["https://flex.twilio.com"],
          allowedHeaders: ["Range"],
          exposeHeaders: ["Content-Range", "ETag"],
          maxAgeSeconds: 300,
        },
      ],
    }),
    () => ({ corsRules: [{ id: "all", allowedMethods: ["GET"], allowedOrigins: ["*"], allowedHeaders: [] }] }),
  ],
  [
    "aws:s3/bucketPolicy:BucketPolicy",
    (bucket) => ({ policy: POLICY(bucket) }),
    (bucket) => ({ policy: JSON.parse(POLICY(bucket, { Action: ["s3:GetObject"] })) }),
  ],
  [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    () => ({ rules: [EXPIRE, DROP_PARTS] }),
    () => ({
      rules: [
        {
          id: "expire",
          status: "Disabled",
          filter: { and: { prefix: "a/", tags: { keep: "no" } } },
          transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
        },
      ],
    }),
  ],
])("%s", (type, initial, changed) => {
  it("lives from create to delete, refreshes and imports without a difference", async () => {
    const { provider } = bench;
    const bucket = (await makeBucket()).id;
    const saved = await provider.create(type, { bucket, ...initial(bucket) });
    expect(saved.id).toBe(bucket);
    expect(saved.state).toMatchObject({ bucket, region: "us-east-1" });
    expect(await provider.read(type, saved)).toEqual(saved);
    const imported = await provider.read(type, bucket);
    expect((await provider.diff(type, imported ?? saved, saved.inputs)).changes).toBe(false);

    const wanted = { bucket, ...changed(bucket) };
    expect((await provider.diff(type, saved, wanted)).replaces).toEqual([]);
    const updated = await provider.update(type, saved, wanted);
    expect(await provider.read(type, updated)).toEqual(updated);
    expect((await provider.diff(type, updated, { ...wanted, bucket: "another" })).replaces).toEqual(["bucket"]);

    await provider.delete(type, updated);
    await provider.delete(type, updated);
  });

  it("fails clearly when the bucket does not exist, and is gone with it", async () => {
    const { provider } = bench;
    const failure = provider.create(type, { bucket: "nobody-made-this", ...initial("nobody-made-this") });
    await expect(failure).rejects.toThrow("bucket: nobody-made-this does not exist; declare it, or correct the name.");

    const bucket = await makeBucket();
    const saved = await provider.create(type, { bucket: bucket.id, ...initial(bucket.id) });
    await provider.delete(BUCKET, bucket);
    expect(await provider.read(type, saved)).toBeUndefined();
    await provider.delete(type, saved);
  });
});

describe("a bucket's settings", () => {
  it("show drift, in what was declared", async () => {
    const { provider, clients } = bench;
    const bucket = (await makeBucket()).id;
    const type = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
    const rule = { allowedMethods: ["GET"], allowedOrigins: ["https://flex.twilio.com"] };
    const saved = await provider.create(type, { bucket, corsRules: [rule] });
    const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }];
    await clients.s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules } }));
    const drifted = await provider.read(type, saved);
    expect(drifted?.inputs).toEqual({ bucket, corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["*"] }] });
  });

  const cases: [type: string, inputs: PropertyMap, message: string | RegExp][] = [
    [
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      { corsRules: [{ allowedMethods: ["OPTIONS"], allowedOrigins: ["*"] }] },
      'corsRules[0].allowedMethods[0]: is "OPTIONS", which S3 answers by itself; leave it out',
    ],
    [
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      { corsRules: [{ allowedMethods: ["FETCH"], allowedOrigins: ["https://*.a.*"] }] },
      /allowedMethods\[0\]: is "FETCH"; use one of.*\n.*allowedOrigins\[0\]: has more than one \*; keep one/,
    ],
    [
      "aws:s3/bucketVersioning:BucketVersioning",
      { versioningConfiguration: { status: "On", mfaDelete: "Enabled" } },
      /versioningConfiguration.status: is "On"; use one of .*\n.*mfaDelete: is not known to the local AWS provider/,
    ],
    [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: "key" } }] },
      "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId: belongs to aws:kms; leave it out with AES256",
    ],
    ["aws:s3/bucketPolicy:BucketPolicy", { policy: "{" }, "policy: is no JSON object; give it a policy document"],
    [
      "aws:s3/bucketPolicy:BucketPolicy",
      { policy: POLICY("another") },
      "policy: is about arn:aws:s3:::another, arn:aws:s3:::another/*; a bucket's policy is about arn:aws:s3:::mine",
    ],
    [
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      {
        rules: [
          {
            id: "a",
            status: "Enabled",
            expiration: { days: 90 },
            transitions: [
              { days: 30, storageClass: "STANDARD_IA" },
              { days: 59, storageClass: "GLACIER_IR" },
              { days: 90, storageClass: "GLACIER_IR" },
            ],
            noncurrentVersionTransitions: [
              { noncurrentDays: 10, storageClass: "GLACIER" },
              { noncurrentDays: 40, storageClass: "STANDARD_IA" },
            ],
          },
        ],
      },
      /transitions\[1\].days: leads from STANDARD_IA at 30 days to GLACIER_IR at 59; wait until 60.*\[2\].days: is 90, but objects expire after 90; lower it.*\[2\].storageClass: is GLACIER_IR again; keep one.*noncurrentVersionTransitions\[1\].noncurrentDays: leads from GLACIER to STANDARD_IA, to which S3 moves nothing/s,
    ],
    [
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      {
        rules: [
          { id: "a", status: "Enabled" },
          { id: "a", status: "Enabled", transitions: [{ days: 1, storageClass: "STANDARD_IA" }] },
        ],
      },
      /rules\[0\]: does nothing; .*rules\[1\].transitions\[0\].days: is 1, but must be at least 30.*rules\[1\].id: is "a" again/s,
    ],
  ];
  it.each(cases)("%s refuses %j", async (type, inputs, message) => {
    await expect(bench.provider.create(type, { bucket: "mine", ...inputs })).rejects.toThrow(message);
  });

  it("keep a bucket that had versions from going back to none", async () => {
    const type = "aws:s3/bucketVersioning:BucketVersioning";
    const status = (value: string) => ({ bucket: "mine", versioningConfiguration: { status: value } });
    const { failures } = await bench.provider.check(type, status("Disabled"), status("Enabled"));
    expect(failures).toEqual([
      {
        property: "versioningConfiguration.status",
        reason: 'is "Disabled", but a bucket that once had versions keeps them; use "Suspended"',
      },
    ]);
  });
});
