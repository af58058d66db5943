import { awsTypes, named } from "./aws-types.ts";

/** The types of AWS that take tags, of those that may be in a stack. */
export const taggable: readonly string[] = [
  ...named(awsTypes.bucket),
  awsTypes.key,
  awsTypes.function,
  awsTypes.eventSourceMapping,
  awsTypes.logGroup,
  awsTypes.role,
  awsTypes.policy,
  awsTypes.secret,
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudtrail/trail:Trail",
  "aws:scheduler/scheduleGroup:ScheduleGroup",
  awsTypes.topic,
  awsTypes.queue,
  "aws:ssm/parameter:Parameter",
];

/** And those that don't. What is in neither list is refused until somebody has looked it up. */
export const untaggable: readonly string[] = [
  ...[awsTypes.publicAccessBlock, awsTypes.ownershipControls, awsTypes.bucketPolicy],
  ...[awsTypes.bucketAcl, awsTypes.bucketWebsite, awsTypes.versioning, awsTypes.encryption].flatMap(named),
  ...[awsTypes.cors, awsTypes.lifecycle, awsTypes.logging].flatMap(named),
  ...[awsTypes.functionUrl, awsTypes.permission, awsTypes.rolePolicy, awsTypes.rolePolicyAttachment],
  ...[awsTypes.keyPolicy, awsTypes.secretPolicy, awsTypes.secretVersion, awsTypes.queuePolicy, awsTypes.topicPolicy],
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  "aws:s3/bucketNotification:BucketNotification",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  "aws:kms/alias:Alias",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  "aws:scheduler/schedule:Schedule",
  "aws:sns/topicSubscription:TopicSubscription",
];
