import { describe, expect, test } from "vitest";
import { RecordingStorage, type RecordingStorageArgs } from "../../../infra/storage.ts";
import { recorded, settled } from "./recorded.ts";

const origins = ["https://flex.twilio.com", "https://other.example"];
const bucket = "recordings-bucket";
const keyArn = "arn:aws:key:::recordings";
const ownKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const storage = (more: Partial<RecordingStorageArgs> = {}) =>
  recorded((options) => new RecordingStorage("recordings", { origins, throwAway: false, ...more }, options));

/** Everything that there is with all of the options, by type. */
const withAll: Partial<RecordingStorageArgs> = {
  objectLock: { mode: "GOVERNANCE", days: 30 },
  accessLog: { prefix: "recordings/", days: 365 },
};

test("the bucket has all of its settings, and nothing else is made", async () => {
  const { resources } = await storage();
  expect(resources.map(({ type }) => type).toSorted()).toEqual([
    "aws:kms/alias:Alias",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
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
      {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
            bucketKeyEnabled: true,
          },
        ],
      },
    ],
    [
      "aws:kms/key:Key",
      {
        description: "Encrypts recordings of flex-media, stack test",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
      },
    ],
    ["aws:kms/alias:Alias", { name: "alias/flex-media/test/recordings", targetKeyId: "recordings-key" }],
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
    const { of } = await storage();
    expect(of(type).map((resource) => resource.inputs)).toEqual([inputs]);
  });

  test("of the policy denies everything without TLS and every other encryption, and allows nothing", async () => {
    const { of } = await storage();
    const [policy] = of("aws:s3/bucketPolicy:BucketPolicy");
    expect(policy?.inputs.bucket).toBe(bucket);
    const { Statement } = JSON.parse(String(policy?.inputs.policy));
    const Resource = ["arn:aws:bucket:::recordings", "arn:aws:bucket:::recordings/*"];
    const everybody = { Effect: "Deny", Principal: "*" };
    const sse = "s3:x-amz-server-side-encryption";
    const written = { ...everybody, Action: "s3:PutObject", Resource: Resource[1] };
    expect(Statement).toEqual([
      {
        ...everybody,
        Sid: "TlsOnly",
        Action: "s3:*",
        Resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      { ...written, Sid: "KmsOnly", Condition: { Null: { [sse]: "false" }, StringNotEquals: { [sse]: "aws:kms" } } },
      {
        ...written,
        Sid: "ThisKeyOnly",
        Condition: {
          Null: { [`${sse}-aws-kms-key-id`]: "false" },
          StringNotEquals: { [`${sse}-aws-kms-key-id`]: keyArn },
        },
      },
      {
        ...written,
        Sid: "KeyNamed",
        Condition: { Null: { [`${sse}-aws-kms-key-id`]: "true" }, StringEquals: { [sse]: "aws:kms" } },
      },
      { ...written, Sid: "NoCustomerKeys", Condition: { Null: { [`${sse}-customer-algorithm`]: "false" } } },
    ]);
  });
});

describe("recordings", () => {
  test("stay private and readable where they outlive the stack: nothing that makes them so goes with it", async () => {
    const { resources } = await storage(withAll);
    for (const { type, options } of resources.slice(1)) expect([type, options.retainOnDelete]).toEqual([type, true]);
    const guarded = resources.filter(({ options }) => options.protect === true);
    expect(guarded.map(({ type, name }) => `${type} ${name}`).toSorted()).toEqual([
      "aws:kms/key:Key recordings",
      "aws:s3/bucket:Bucket recordings",
      "aws:s3/bucket:Bucket recordings-log",
    ]);
  });

  test("are not destroyed with a bucket that is kept", async () => {
    const { of } = await storage();
    expect(of("aws:s3/bucket:Bucket").map(({ inputs }) => inputs)).toEqual([{ forceDestroy: false }]);
  });

  test("go with the stack only where they are to be thrown away", async () => {
    const { of, resources } = await storage({ throwAway: true, accessLog: { prefix: "", days: 1 } });
    expect(of("aws:s3/bucket:Bucket").map(({ inputs }) => inputs)).toEqual([
      { forceDestroy: true },
      { forceDestroy: true },
    ]);
    expect(of("aws:kms/key:Key").map(({ inputs }) => inputs.deletionWindowInDays)).toEqual([7]);
    for (const { options } of resources.slice(1)) {
      expect(options.protect ?? false).toBe(false);
      expect(options.retainOnDelete).toBe(false);
    }
  });
});

describe("a key of the team's own", () => {
  test("takes the place of ours, which isn't made", async () => {
    const { of, made } = await storage({ kmsKeyArn: ownKey });
    expect([...of("aws:kms/key:Key"), ...of("aws:kms/alias:Alias")]).toEqual([]);
    const [encryption] = of("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
    expect(JSON.stringify(encryption?.inputs.rules)).toContain(ownKey);
    expect(String(of("aws:s3/bucketPolicy:BucketPolicy")[0]?.inputs.policy)).toContain(ownKey);
    expect(await settled(made.keyArn)).toBe(ownKey);
    expect(await settled(made.keyAlias)).toBeUndefined();
  });
});

test("outputs are those of the bucket and its key", async () => {
  const { made } = await storage();
  expect(await settled(made.bucketName)).toBe(bucket);
  expect(await settled(made.bucketArn)).toBe("arn:aws:bucket:::recordings");
  expect(await settled(made.keyArn)).toBe(keyArn);
  expect(await settled(made.keyAlias)).toBe("alias/flex-media/test/recordings");
});
