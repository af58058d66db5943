/** The types of @pulumi/aws that policies are about, by what they are. */
export const awsTypes = {
  bucket: "aws:s3/bucket:Bucket",
  publicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  ownershipControls: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  bucketAcl: "aws:s3/bucketAcl:BucketAcl",
  bucketWebsite: "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  versioning: "aws:s3/bucketVersioning:BucketVersioning",
  encryption: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  cors: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  logging: "aws:s3/bucketLogging:BucketLogging",
  key: "aws:kms/key:Key",
  keyPolicy: "aws:kms/keyPolicy:KeyPolicy",
  function: "aws:lambda/function:Function",
  functionUrl: "aws:lambda/functionUrl:FunctionUrl",
  permission: "aws:lambda/permission:Permission",
  eventSourceMapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  rolePolicyAttachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  policy: "aws:iam/policy:Policy",
  secret: "aws:secretsmanager/secret:Secret",
  secretPolicy: "aws:secretsmanager/secretPolicy:SecretPolicy",
  secretVersion: "aws:secretsmanager/secretVersion:SecretVersion",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  topic: "aws:sns/topic:Topic",
  topicPolicy: "aws:sns/topicPolicy:TopicPolicy",
} as const;

/** Names that @pulumi/aws had for buckets and their settings before, or still has beside the plain ones. */
export const formerTypes: Readonly<Record<string, string>> = {
  "aws:s3/bucketV2:BucketV2": awsTypes.bucket,
  "aws:s3/bucketAclV2:BucketAclV2": awsTypes.bucketAcl,
  "aws:s3/bucketVersioningV2:BucketVersioningV2": awsTypes.versioning,
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": awsTypes.encryption,
  "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2": awsTypes.cors,
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": awsTypes.lifecycle,
  "aws:s3/bucketLoggingV2:BucketLoggingV2": awsTypes.logging,
  "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2": awsTypes.bucketWebsite,
};

/** A type under whichever of its names. */
export function named(type: string): string[] {
  return [type, ...Object.keys(formerTypes).filter((former) => formerTypes[former] === type)];
}

/** The present name of a type. */
export function presentType(type: string): string {
  return formerTypes[type] ?? type;
}
