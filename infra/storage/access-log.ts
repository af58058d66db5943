import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import { privateBucket } from "./bucket.ts";
import { policyText, tlsOnly } from "./bucket-policy.ts";
import type { StorageTransforms } from "./transforms.ts";

/** Where S3 writes who read or wrote what. It does so within hours, and leaves out a line now and then. */
export interface AccessLog {
  /** A bucket of the team's own, which lets S3's log service write. Absent: one is made. */
  bucket?: string | undefined;
  /** What the logs' keys begin with. */
  prefix: string;
  /** How long logs are kept in a bucket that is made here, in days. */
  days: number;
}

interface Logged {
  name: string;
  bucket: aws.s3.Bucket;
  kept: pulumi.CustomResourceOptions;
}

/** Has S3 log every request to the bucket. */
export function logAccess(
  { name, bucket, kept }: Logged,
  { throwAway, ...log }: AccessLog & { throwAway: boolean },
  parent: pulumi.Resource,
  transform: StorageTransforms,
): void {
  const made =
    log.bucket === undefined
      ? makeLogBucket(`${name}-log`, bucket, { ...log, throwAway }, parent, transform)
      : undefined;
  new aws.s3.BucketLogging(
    ...transformed(
      transform.logging,
      name,
      { bucket: bucket.bucket, targetBucket: made?.name ?? log.bucket ?? "", targetPrefix: log.prefix },
      { ...kept, dependsOn: made?.ready ?? [] },
    ),
  );
}

/** A bucket that S3's log service may write to, for this one bucket. It takes S3's own encryption only. */
function makeLogBucket(
  name: string,
  source: aws.s3.Bucket,
  { prefix, days, throwAway }: AccessLog & { throwAway: boolean },
  parent: pulumi.Resource,
  transform: StorageTransforms,
): { name: pulumi.Output<string>; ready: pulumi.Resource[] } {
  const { bucket, kept } = privateBucket(name, { throwAway }, parent, {
    bucket: transform.logBucket,
    publicAccessBlock: transform.logPublicAccessBlock,
    ownershipControls: transform.logOwnershipControls,
  });
  const rules = [{ id: "old-logs", status: "Enabled", filter: { prefix }, expiration: { days } }];
  new aws.s3.BucketLifecycleConfiguration(
    ...transformed(transform.logLifecycle, name, { bucket: bucket.bucket, rules }, kept),
  );
  const policy = policyText([
    tlsOnly(bucket.arn),
    {
      Sid: "LogService",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucket.arn}/${prefix}*`,
      // A bucket's name is its own in all of AWS, so no other account can have its logs written here.
      Condition: { ArnLike: { "aws:SourceArn": source.arn } },
    },
  ]);
  const allowed = new aws.s3.BucketPolicy(
    ...transformed(transform.logPolicy, name, { bucket: bucket.bucket, policy }, kept),
  );
  return { name: bucket.bucket, ready: [allowed] };
}
