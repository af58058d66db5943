import type { Change } from "../change.ts";

/** What people call a resource, and where they find it. */
interface Kind {
  /** Comes before its name. */
  title: string;
  /** The page of Twilio's or AWS's console on which it is clicked. */
  page?: string;
  /** Whether there is one for the account, so that its name in the program says nothing. */
  isOnlyOne?: boolean;
}

const flexMessaging = "Flex > Manage > Messaging";
const conversations = "Conversations > Manage";
const taskRouter = "TaskRouter > Workspaces > Flex Task Assignment";
const bucketPage = "S3 > the bucket";
const functionPage = "Lambda > the function";

const kinds: Readonly<Record<string, Kind>> = {
  "twilio:flex:Configuration": { title: "Flex Configuration", page: "Flex > Manage", isOnlyOne: true },
  "twilio:studio:Flow": { title: "Studio flow", page: "Studio > Flows" },
  "twilio:phone:IncomingNumber": { title: "Phone number", page: "Phone Numbers > Manage > Active numbers" },
  "twilio:conversations:AddressConfiguration": { title: "Conversations address", page: flexMessaging },
  "twilio:conversations:Configuration": { title: "Conversations defaults", page: conversations, isOnlyOne: true },
  "twilio:conversations:ServiceConfiguration": { title: "Conversations service", page: `${conversations} > Services` },
  "twilio:conversations:Role": { title: "Conversations role", page: `${conversations} > Services > Roles` },
  "twilio:taskrouter:Workspace": { title: "TaskRouter workspace", page: "TaskRouter > Workspaces" },
  "twilio:taskrouter:Workflow": { title: "TaskRouter workflow", page: `${taskRouter} > Workflows` },
  "twilio:taskrouter:TaskQueue": { title: "TaskRouter queue", page: `${taskRouter} > Task Queues` },
  "twilio:taskrouter:TaskChannel": { title: "TaskRouter channel", page: `${taskRouter} > Task Channels` },
  "twilio:taskrouter:Activity": { title: "TaskRouter activity", page: `${taskRouter} > Activities` },
  "twilio:voice:RecordingConfiguration": { title: "Recording defaults", page: "Voice > Settings" },
  "twilio:voice:DefaultRecordingConfiguration": {
    title: "Recording defaults",
    page: "Voice > Settings",
    isOnlyOne: true,
  },
  "twilio:voice:MediaAuthentication": {
    title: "HTTP authentication on media",
    page: "Voice > Settings > General",
    isOnlyOne: true,
  },
  "twilio:iam:ApiKey": { title: "API key", page: "Account > API keys & tokens" },
  "aws:s3/bucket:Bucket": { title: "S3 bucket", page: bucketPage },
  "aws:s3/bucketPolicy:BucketPolicy": { title: "Bucket policy", page: `${bucketPage} > Permissions` },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": {
    title: "Bucket CORS",
    page: `${bucketPage} > Permissions`,
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    title: "Block of public access",
    page: `${bucketPage} > Permissions`,
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    title: "Bucket ownership",
    page: `${bucketPage} > Permissions`,
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    title: "Bucket lifecycle",
    page: `${bucketPage} > Management`,
  },
  "aws:s3/bucketVersioning:BucketVersioning": { title: "Bucket versioning", page: `${bucketPage} > Properties` },
  "aws:s3/bucketLogging:BucketLogging": { title: "Bucket access log", page: `${bucketPage} > Properties` },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
    title: "Bucket object lock",
    page: `${bucketPage} > Properties`,
  },
  "aws:s3/bucketNotification:BucketNotification": { title: "Bucket events", page: `${bucketPage} > Properties` },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    title: "Bucket encryption",
    page: `${bucketPage} > Properties`,
  },
  "aws:kms/key:Key": { title: "KMS key", page: "KMS > Customer managed keys" },
  "aws:kms/alias:Alias": { title: "KMS alias", page: "KMS > Customer managed keys" },
  "aws:lambda/function:Function": { title: "Lambda function", page: `${functionPage} > Configuration` },
  "aws:lambda/functionUrl:FunctionUrl": {
    title: "Function URL",
    page: `${functionPage} > Configuration > Function URL`,
  },
  "aws:lambda/permission:Permission": {
    title: "Lambda permission",
    page: `${functionPage} > Configuration > Permissions`,
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    title: "Lambda trigger",
    page: `${functionPage} > Configuration > Triggers`,
  },
  "aws:iam/role:Role": { title: "IAM role", page: "IAM > Roles" },
  "aws:iam/rolePolicy:RolePolicy": { title: "Policy of IAM role", page: "IAM > Roles > the role > Permissions" },
  "aws:cloudwatch/logGroup:LogGroup": { title: "Log group", page: "CloudWatch > Log groups" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { title: "Alarm", page: "CloudWatch > Alarms" },
  "aws:cloudwatch/dashboard:Dashboard": { title: "Dashboard", page: "CloudWatch > Dashboards" },
  "aws:secretsmanager/secret:Secret": { title: "Secret", page: "Secrets Manager > Secrets" },
  "aws:secretsmanager/secretVersion:SecretVersion": { title: "Value of secret", page: "Secrets Manager > Secrets" },
  "aws:sqs/queue:Queue": { title: "SQS queue", page: "SQS > Queues" },
  "aws:sqs/queuePolicy:QueuePolicy": { title: "Policy of SQS queue", page: "SQS > Queues" },
  "aws:sns/topic:Topic": { title: "SNS topic", page: "SNS > Topics" },
  "aws:scheduler/schedule:Schedule": { title: "Schedule", page: "EventBridge > Scheduler > Schedules" },
};

/** What a resource is called: `Phone number +14155550100`. One of a type that is not known here goes by its type. */
export function titleOf({ type, name }: Pick<Change, "type" | "name">): string {
  const kind = kindOf(type);
  if (kind === undefined) return `${type} ${name}`;
  return kind.isOnlyOne ? kind.title : `${kind.title} ${name}`;
}

/** Where it is clicked, as far as that is known here. */
export function pageOf({ type }: Pick<Change, "type">): string | undefined {
  return kindOf(type)?.page;
}

/** What people call a provider. */
export function serviceOf(provider: string): string {
  return { twilio: "Twilio", aws: "AWS", pulumi: "Pulumi" }[provider] ?? provider;
}

function kindOf(type: string): Kind | undefined {
  // The official provider's older types of buckets have a V2 behind their names.
  return [type, type.replace(/V2(?=:|$)/g, "")].filter((one) => Object.hasOwn(kinds, one)).map((one) => kinds[one])[0];
}
