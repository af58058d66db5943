import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { FunctionTransforms } from "../function/bundled-function.ts";
import type { SecretTransforms } from "../function/secret.ts";
import type { RecordingsPlace } from "../recordings-place.ts";
import type { Transform } from "../transform.ts";
import type { ScheduleTransforms } from "./schedule.ts";

export interface ArchiveArgs extends RecordingsPlace {
  /** The account's auth token, which Twilio signs its callbacks with. An API key's secret is none. */
  authToken: pulumi.Output<string>;
  /** Flex's TaskRouter workspace (WS…), where the workers who took a call are looked up. Absent: they are not. */
  workspaceSid?: string | undefined;
  /** Recordings are stored by as many calls of the store at the same time, two by each; 2 to 1000. */
  concurrency: number;
  /** How often a recording is tried before it goes to the dead letters. */
  attempts: number;
  /** Callbacks at once, kept for the intake and its most at the same time; 0: as many as the account has left. */
  reservedConcurrency: number;
  /** Days that both logs are kept. One of CloudWatch's choices. */
  logRetentionDays: number;
  /** X-Ray traces. */
  tracing: boolean;
  /** An SNS topic that is told of alarms, and of their end. */
  alarmTopicArn?: string | undefined;
  /** How long a recording may wait before that is worth an alarm, in minutes. */
  alarmAgeMinutes: number;
  /**
   * Days after which a recording is deleted at Twilio, if the bucket's copy is right. It can't be brought back there.
   * Absent: it stays, and there is nothing that could delete it.
   */
  deleteAtTwilioAfterDays?: number | undefined;
  /** Twilio's APIs, where they are not at Twilio's own addresses. */
  apiUrl?: string | undefined;
  taskRouterUrl?: string | undefined;
  /** Address the bucket in the path, as S3-compatible services need it. */
  s3UsePathStyle: boolean;
  /** A team's own wishes for each child. */
  transform?: ArchiveTransforms;
}

export interface ArchiveTransforms {
  queue?: Transform<aws.sqs.QueueArgs>;
  deadLetterQueue?: Transform<aws.sqs.QueueArgs>;
  intake?: FunctionTransforms & SecretTransforms & { functionUrl?: Transform<aws.lambda.FunctionUrlArgs> };
  store?: FunctionTransforms & SecretTransforms & { eventSourceMapping?: Transform<aws.lambda.EventSourceMappingArgs> };
  prune?: FunctionTransforms & ScheduleTransforms;
  /** Of every alarm. */
  alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
}
