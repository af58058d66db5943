import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../transform.ts";

/** What a private bucket is made of. */
export interface PrivateBucketTransforms {
  bucket?: Transform<aws.s3.BucketArgs> | undefined;
  publicAccessBlock?: Transform<aws.s3.BucketPublicAccessBlockArgs> | undefined;
  ownershipControls?: Transform<aws.s3.BucketOwnershipControlsArgs> | undefined;
}

export interface PrivateBucket {
  bucket: aws.s3.Bucket;
  /** For all of its settings: a bucket that outlives the stack keeps what makes it private, too. */
  kept: pulumi.CustomResourceOptions;
}

/** A bucket that nobody outside of the account can see, and whose objects all belong to the account. */
export function privateBucket(
  name: string,
  { throwAway, tags }: { throwAway: boolean; tags?: aws.s3.BucketArgs["tags"] },
  parent: pulumi.Resource,
  transform: PrivateBucketTransforms,
): PrivateBucket {
  const kept = { parent, retainOnDelete: !throwAway };
  const guarded = { ...kept, protect: !throwAway };
  const args: aws.s3.BucketArgs = { forceDestroy: throwAway, ...(tags && { tags }) };
  const bucket = new aws.s3.Bucket(...transformed(transform.bucket, name, args, guarded));
  new aws.s3.BucketPublicAccessBlock(
    ...transformed(
      transform.publicAccessBlock,
      name,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      kept,
    ),
  );
  new aws.s3.BucketOwnershipControls(
    ...transformed(
      transform.ownershipControls,
      name,
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      kept,
    ),
  );
  return { bucket, kept };
}
