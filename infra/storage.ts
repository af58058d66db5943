import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface RecordingStorageArgs {
  /** Exact origins of the players that fetch recordings, such as `https://flex.twilio.com`. */
  origins: string[];
  /** Destroy deletes the bucket with every recording in it. Without it the bucket is protected and kept. */
  throwAway: boolean;
}

/**
 * The bucket that recordings lie in: private, encrypted, versioned, TLS only.
 *
 * Unless it is throw-away, it can't be destroyed while it is protected, and even then it is only
 * forgotten by the stack and stays in the account: recordings can't be made again.
 */
export class RecordingStorage extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, args: RecordingStorageArgs, options?: pulumi.ComponentResourceOptions) {
    super("flex-media:storage:RecordingStorage", name, args, options);
    this.bucket = createBucket(name, args, this);
    // A bucket that outlives the stack keeps what makes it private, too.
    const kept = { parent: this, retainOnDelete: !args.throwAway };
    blockPublicAccess(name, this.bucket, kept);
    ownObjects(name, this.bucket, kept);
    encrypt(name, this.bucket, kept);
    keepVersions(name, this.bucket, kept);
    allowPlayers(name, this.bucket, args.origins, kept);
    demandTls(name, this.bucket, kept);
    this.bucketName = this.bucket.bucket;
    this.bucketArn = this.bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
}

function createBucket(name: string, { throwAway }: RecordingStorageArgs, parent: pulumi.Resource): aws.s3.Bucket {
  return new aws.s3.Bucket(
    name,
    { forceDestroy: throwAway },
    { parent, protect: !throwAway, retainOnDelete: !throwAway },
  );
}

function blockPublicAccess(name: string, bucket: aws.s3.Bucket, options: pulumi.CustomResourceOptions): void {
  new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    options,
  );
}

function ownObjects(name: string, bucket: aws.s3.Bucket, options: pulumi.CustomResourceOptions): void {
  new aws.s3.BucketOwnershipControls(
    name,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    options,
  );
}

function encrypt(name: string, bucket: aws.s3.Bucket, options: pulumi.CustomResourceOptions): void {
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    options,
  );
}

function keepVersions(name: string, bucket: aws.s3.Bucket, options: pulumi.CustomResourceOptions): void {
  new aws.s3.BucketVersioning(name, { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } }, options);
}

/** Lets players on other origins read what they have a signed URL for, in parts too, so that listeners can seek. */
function allowPlayers(
  name: string,
  bucket: aws.s3.Bucket,
  origins: string[],
  options: pulumi.CustomResourceOptions,
): void {
  new aws.s3.BucketCorsConfiguration(
    name,
    {
      bucket: bucket.bucket,
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
    options,
  );
}

function demandTls(name: string, bucket: aws.s3.Bucket, options: pulumi.CustomResourceOptions): void {
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
  new aws.s3.BucketPolicy(name, { bucket: bucket.bucket, policy }, options);
}
