import { describe, expect, test } from "vitest";
import { RecordingStorage } from "../../../infra/storage.ts";
import { recorded, settled } from "./recorded.ts";

const origins = ["https://flex.twilio.com", "https://other.example"];
const bucket = "recordings-bucket";

const storage = (throwAway: boolean) =>
  recorded((options) => new RecordingStorage("recordings", { origins, throwAway }, options));

test("the bucket has all of its settings, and nothing else is made", async () => {
  const { resources } = await storage(false);
  expect(resources.map(({ type }) => type).toSorted()).toEqual([
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
    "flex-media:storage:RecordingStorage",
  ]);
  for (const { type, options } of resources.slice(1)) expect([type, options.parent]).toEqual([type, expect.anything()]);
});

describe("a setting", () => {
  test.each<[string, object]>([
    [
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    ],
    [
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    ],
    [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    ],
    ["aws:s3/bucketVersioning:BucketVersioning", { bucket, versioningConfiguration: { status: "Enabled" } }],
    [
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      {
        bucket,
        corsRules: [
          {
            allowedMethods: ["GET", "HEAD"],
            allowedOrigins: origins,
            allowedHeaders: ["Range"],
            exposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
            maxAgeSeconds: 3600,
          },
        ],
      },
    ],
  ])("%s", async (type, inputs) => {
    const { of } = await storage(false);
    expect(of(type).map((resource) => resource.inputs)).toEqual([inputs]);
  });

  test("of the policy denies everything to everybody without TLS, and allows nothing", async () => {
    const { of } = await storage(true);
    const [policy] = of("aws:s3/bucketPolicy:BucketPolicy");
    expect(policy?.inputs.bucket).toBe(bucket);
    expect(JSON.parse(String(policy?.inputs.policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:bucket:::recordings", "arn:aws:bucket:::recordings/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });
});

describe("recordings", () => {
  test("stay private where they outlive the stack: nothing that makes them so goes with it", async () => {
    const kinds = [
      "PublicAccessBlock",
      "OwnershipControls",
      "ServerSideEncryptionConfiguration",
      "Versioning",
      "CorsConfiguration",
      "Policy",
    ];
    const resources = await storage(false);
    for (const kind of kinds) {
      const [setting] = resources.of(`aws:s3/bucket${kind}:Bucket${kind}`);
      expect([kind, setting?.options.retainOnDelete]).toEqual([kind, true]);
    }
  });

  test("are protected and outlive the stack", async () => {
    const [bucketResource] = (await storage(false)).of("aws:s3/bucket:Bucket");
    expect(bucketResource?.inputs).toEqual({ forceDestroy: false });
    expect(bucketResource?.options).toMatchObject({ protect: true, retainOnDelete: true });
  });

  test("go with the stack only where they are to be thrown away", async () => {
    const [bucketResource] = (await storage(true)).of("aws:s3/bucket:Bucket");
    expect(bucketResource?.inputs).toEqual({ forceDestroy: true });
    expect(bucketResource?.options).toMatchObject({ protect: false, retainOnDelete: false });
  });
});

test("outputs are those of the bucket", async () => {
  const { made } = await storage(false);
  expect(await settled(made.bucketName)).toBe(bucket);
  expect(await settled(made.bucketArn)).toBe("arn:aws:bucket:::recordings");
});
