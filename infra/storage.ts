import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AccessLog, logAccess } from "./storage/access-log.ts";
import { type PrivateBucket, privateBucket } from "./storage/bucket.ts";
import { policyText, thisKeyOnly, tlsOnly } from "./storage/bucket-policy.ts";
import { type EncryptionKey, encryptionKey } from "./storage/key.ts";
import { type LifecycleArgs, lifecycleRules, type Retention, type Tier } from "./storage/lifecycle.ts";
import type { StorageTransforms } from "./storage/transforms.ts";
import { transformed } from "./transform.ts";

/** Keeps every version of a recording from being deleted or replaced for a number of days. */
export interface ObjectLock {
  /** `GOVERNANCE`: who has a permission of its own may lift it. `COMPLIANCE`: nobody can, not even AWS. */
  mode: "GOVERNANCE" | "COMPLIANCE";
  days: number;
}

export interface RecordingStorageArgs {
  /** Exact origins of the players that fetch recordings, such as `https://flex.twilio.com`. */
  origins: string[];
  /**
   * Destroy deletes the bucket with every recording in it, and the key a week later. Without it both are protected
   * and kept.
   */
  throwAway: boolean;
  /** What every recording's key begins with. Default `recordings/`. */
  prefix?: string;
  /** ARN of a key of KMS to encrypt with. Absent: one is made. The team's own key isn't touched, nor ever deleted. */
  kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Cheaper storage classes for older recordings. Default none. */
  tiering?: readonly Tier[];
  /** How long recordings are kept. `forever` is noted on the bucket as somebody's choice; absent, nobody made one. */
  retention?: Retention | "forever" | undefined;
  /** Days after which parts of uploads that nobody finished are deleted. Default 7. */
  abandonedUploadDays?: number;
  /**
   * Locks recordings against deletion. It can't be turned off again for a bucket: taken out here, it holds for what
   * was stored until then.
   */
  objectLock?: ObjectLock | undefined;
  /** Logs every request to the bucket. Default not. */
  accessLog?: AccessLog | undefined;
  /** A team's own wishes for single resources. */
  transform?: StorageTransforms;
}

/**
 * The bucket that recordings lie in: private, encrypted with a key of its own, versioned, TLS only.
 *
 * Unless it is throw-away, it can't be destroyed while it is protected, and even then it is only
 * forgotten by the stack and stays in the account, with the key: recordings can't be made again.
 *
 * Who reads recordings needs `kms:Decrypt` on {@link keyArn}, who writes them `kms:GenerateDataKey` and, for uploads
 * in parts, `kms:Decrypt`. As S3 asks for a key of the bucket's, the encryption context is the bucket's ARN.
 */
export class RecordingStorage extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** The key that recordings are encrypted with. */
  readonly keyArn: pulumi.Output<string>;
  /** Its alias, where it was made here. */
  readonly keyAlias: pulumi.Output<string | undefined>;

  constructor(name: string, args: RecordingStorageArgs, options?: pulumi.ComponentResourceOptions) {
    const { transform = {}, ...declared } = args;
    super("flex-media:storage:RecordingStorage", name, declared, options);
    const { throwAway, kmsKeyArn, prefix = "recordings/", tiering = [], abandonedUploadDays = 7 } = args;
    const made = privateBucket(name, { throwAway, tags: choiceOf(args.retention) }, this, transform);
    const key: EncryptionKey =
      kmsKeyArn === undefined ? encryptionKey(name, throwAway, this, transform) : { arn: pulumi.output(kmsKeyArn) };
    encrypt(name, made, key.arn, transform);
    const versioning = keepVersions(name, made, transform);
    if (args.objectLock !== undefined) lock(name, made, args.objectLock, versioning, transform);
    expire(name, made, { prefix, tiering, retention: args.retention, abandonedUploadDays }, transform);
    allowPlayers(name, made, args.origins, transform);
    denyAllElse(name, made, key.arn, transform);
    if (args.accessLog !== undefined) {
      logAccess({ name, ...made }, { ...args.accessLog, throwAway }, this, transform);
    }

    this.bucket = made.bucket;
    this.bucketName = made.bucket.bucket;
    this.bucketArn = made.bucket.arn;
    this.keyArn = key.arn;
    this.keyAlias = key.alias ?? pulumi.output(undefined);
    const { bucketName, bucketArn, keyArn, keyAlias } = this;
    this.registerOutputs({ bucketName, bucketArn, keyArn, keyAlias });
  }
}

/** What a bucket's lifecycle can't say: that recordings are to be kept for ever, and not by mistake. */
function choiceOf(retention: RecordingStorageArgs["retention"]): aws.s3.BucketArgs["tags"] {
  return retention === "forever" ? { "flex-media:retention": "forever" } : undefined;
}

function encrypt(
  name: string,
  { bucket, kept }: PrivateBucket,
  kmsMasterKeyId: pulumi.Output<string>,
  transform: StorageTransforms,
): void {
  // With a key of the bucket's own S3 asks KMS now and then, instead of once for every recording.
  const rule = {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
    bucketKeyEnabled: true,
  };
  new aws.s3.BucketServerSideEncryptionConfiguration(
    ...transformed(transform.encryption, name, { bucket: bucket.bucket, rules: [rule] }, kept),
  );
}

function keepVersions(
  name: string,
  { bucket, kept }: PrivateBucket,
  transform: StorageTransforms,
): aws.s3.BucketVersioning {
  return new aws.s3.BucketVersioning(
    ...transformed(
      transform.versioning,
      name,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      kept,
    ),
  );
}

/** Turned on for a bucket that is there, so that a team may decide for it later on without another bucket. */
function lock(
  name: string,
  { bucket, kept }: PrivateBucket,
  { mode, days }: ObjectLock,
  versioning: aws.s3.BucketVersioning,
  transform: StorageTransforms,
): void {
  new aws.s3.BucketObjectLockConfiguration(
    ...transformed(
      transform.objectLock,
      name,
      { bucket: bucket.bucket, objectLockEnabled: "Enabled", rule: { defaultRetention: { mode, days } } },
      { ...kept, dependsOn: versioning },
    ),
  );
}

function expire(
  name: string,
  { bucket, kept }: PrivateBucket,
  lifecycle: LifecycleArgs,
  transform: StorageTransforms,
): void {
  new aws.s3.BucketLifecycleConfiguration(
    ...transformed(transform.lifecycle, name, { bucket: bucket.bucket, rules: lifecycleRules(lifecycle) }, kept),
  );
}

/** Lets players on other origins read what they have a signed URL for, in parts too, so that listeners can seek. */
function allowPlayers(
  name: string,
  { bucket, kept }: PrivateBucket,
  allowedOrigins: string[],
  transform: StorageTransforms,
): void {
  const rule = {
    allowedMethods: ["GET", "HEAD"],
    allowedOrigins,
    allowedHeaders: ["Range"],
    exposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
    maxAgeSeconds: 3600,
  };
  new aws.s3.BucketCorsConfiguration(
    ...transformed(transform.cors, name, { bucket: bucket.bucket, corsRules: [rule] }, kept),
  );
}

/** Whatever an account's roles may do, they do it over TLS and with the one key. */
function denyAllElse(
  name: string,
  { bucket, kept }: PrivateBucket,
  keyArn: pulumi.Output<string>,
  transform: StorageTransforms,
): void {
  const policy = policyText([tlsOnly(bucket.arn), ...thisKeyOnly(bucket.arn, keyArn)]);
  new aws.s3.BucketPolicy(...transformed(transform.policy, name, { bucket: bucket.bucket, policy }, kept));
}
