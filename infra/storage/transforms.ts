import type * as aws from "@pulumi/aws";
import type { Transform } from "../transform.ts";

/** A team's own wishes for what {@link RecordingStorage} is made of. */
export interface StorageTransforms {
  bucket?: Transform<aws.s3.BucketArgs>;
  publicAccessBlock?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  ownershipControls?: Transform<aws.s3.BucketOwnershipControlsArgs>;
  key?: Transform<aws.kms.KeyArgs>;
  alias?: Transform<aws.kms.AliasArgs>;
  encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
  versioning?: Transform<aws.s3.BucketVersioningArgs>;
  objectLock?: Transform<aws.s3.BucketObjectLockConfigurationArgs>;
  lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  cors?: Transform<aws.s3.BucketCorsConfigurationArgs>;
  policy?: Transform<aws.s3.BucketPolicyArgs>;
  logging?: Transform<aws.s3.BucketLoggingArgs>;
  logBucket?: Transform<aws.s3.BucketArgs>;
  logPublicAccessBlock?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  logOwnershipControls?: Transform<aws.s3.BucketOwnershipControlsArgs>;
  logLifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  logPolicy?: Transform<aws.s3.BucketPolicyArgs>;
}
