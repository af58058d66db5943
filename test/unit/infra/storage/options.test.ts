import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import { RecordingStorage, type RecordingStorageArgs } from "../../../../infra/storage.ts";
import { recorded } from "../recorded.ts";

const storage = (more: Partial<RecordingStorageArgs>) =>
  recorded(
    (options) =>
      new RecordingStorage("recordings", { origins: ["https://flex.twilio.com"], throwAway: false, ...more }, options),
  );

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";

describe("the lifecycle", () => {
  const parts = (days: number) => ({
    id: "abandoned-uploads",
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: days },
  });
  const notes = (prefix: string) => ({
    id: "expected-recordings",
    status: "Enabled",
    filter: { prefix },
    expiration: { days: 7 },
    noncurrentVersionExpiration: { noncurrentDays: 1 },
  });

  test("clears away what nobody needs, and keeps every recording for ever", async () => {
    const { of } = await storage({});
    expect(of(LIFECYCLE)[0]?.inputs.rules).toEqual([parts(7), notes("recordings/expected/")]);
  });

  test("is the same where somebody chose to keep them for ever, which only the bucket's tags can tell", async () => {
    const [chosen, left] = [await storage({ retention: "forever" }), await storage({})];
    expect(chosen.of(LIFECYCLE)[0]?.inputs.rules).toEqual(left.of(LIFECYCLE)[0]?.inputs.rules);
    const tagsOf = ({ of }: typeof chosen) => of("aws:s3/bucket:Bucket").map(({ inputs }) => inputs.tags);
    expect([tagsOf(chosen), tagsOf(left)]).toEqual([[{ "flex-media:retention": "forever" }], [undefined]]);
    const dated = await storage({ retention: { days: 1, noncurrentDays: 1 } });
    expect(tagsOf(dated)).toEqual([undefined]);
  });

  test("moves and deletes recordings as the settings say", async () => {
    const tiering = [
      { afterDays: 30, storageClass: "STANDARD_IA" },
      { afterDays: 90, storageClass: "GLACIER_IR" },
    ];
    const retention = { days: 2555, noncurrentDays: 14 };
    const { of } = await storage({ prefix: "calls/", tiering, retention, abandonedUploadDays: 1 });
    expect(of(LIFECYCLE)[0]?.inputs.rules).toEqual([
      parts(1),
      notes("calls/expected/"),
      {
        id: "tiering",
        status: "Enabled",
        filter: { prefix: "calls/" },
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER_IR" },
        ],
      },
      {
        id: "retention",
        status: "Enabled",
        filter: { prefix: "calls/" },
        expiration: { days: 2555 },
        noncurrentVersionExpiration: { noncurrentDays: 14 },
      },
    ]);
  });
});

test("Object Lock comes after versioning, which it needs", async () => {
  const { of } = await storage({ objectLock: { mode: "COMPLIANCE", days: 365 } });
  const [lock] = of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
  expect(lock?.inputs).toEqual({
    bucket: "recordings-bucket",
    objectLockEnabled: "Enabled",
    rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } },
  });
  const [needed] = [lock?.options.dependsOn].flat();
  expect(aws.s3.BucketVersioning.isInstance(needed)).toBe(true);
});

describe("access logs", () => {
  test("go to a bucket that is made for them, which only S3's log service may write to", async () => {
    const { of } = await storage({ accessLog: { prefix: "s3/", days: 90 } });
    expect(of(LOGGING)[0]?.inputs).toEqual({
      bucket: "recordings-bucket",
      targetBucket: "recordings-log-bucket",
      targetPrefix: "s3/",
    });
    const named = (type: string) => of(type).find(({ name }) => name === "recordings-log")?.inputs;
    expect(named(LIFECYCLE)?.rules).toEqual([
      { id: "old-logs", status: "Enabled", filter: { prefix: "s3/" }, expiration: { days: 90 } },
    ]);
    const { Statement } = JSON.parse(String(named("aws:s3/bucketPolicy:BucketPolicy")?.policy));
    expect(Statement).toMatchObject([
      { Sid: "TlsOnly", Effect: "Deny" },
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:bucket:::recordings-log/s3/*",
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:bucket:::recordings" } },
      },
    ]);
    expect(named("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")).toMatchObject({ blockPublicPolicy: true });
  });

  test("go to the team's own bucket where it is named, and nothing is made for them", async () => {
    const { of } = await storage({ accessLog: { bucket: "our-logs", prefix: "s3/", days: 90 } });
    expect(of(LOGGING)[0]?.inputs).toMatchObject({ targetBucket: "our-logs" });
    expect(of("aws:s3/bucket:Bucket")).toHaveLength(1);
  });
});

test("a team's own wishes reach every resource", async () => {
  const { of } = await storage({
    transform: {
      bucket: { tags: { team: "care" } },
      key: (args, options) => {
        args.rotationPeriodInDays = 90;
        options.protect = false;
      },
      alias: { name: "alias/ours" },
      cors: (args) => {
        args.expectedBucketOwner = "111122223333";
      },
    },
  });
  expect(of("aws:s3/bucket:Bucket")[0]?.inputs).toEqual({ forceDestroy: false, tags: { team: "care" } });
  const [key] = of("aws:kms/key:Key");
  expect(key?.inputs).toMatchObject({ enableKeyRotation: true, rotationPeriodInDays: 90 });
  expect(key?.options.protect).toBe(false);
  expect(of("aws:kms/alias:Alias")[0]?.inputs).toMatchObject({ name: "alias/ours", targetKeyId: "recordings-key" });
  const [cors] = of("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
  expect(cors?.inputs).toMatchObject({ bucket: "recordings-bucket", expectedBucketOwner: "111122223333" });
});
