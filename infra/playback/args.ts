import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { FunctionTransforms } from "../function/bundled-function.ts";
import type { SecretTransforms } from "../function/secret.ts";
import type { RecordingsPlace } from "../recordings-place.ts";
import type { Transform } from "../transform.ts";

export interface PlaybackArgs extends RecordingsPlace {
  /** Exact origins of the players. */
  origins: string[];
  /** Flex roles whose holders may hear recordings; `wfo.*` stands for a family of them. */
  allowedRoles: string[];
  /** Agents may hear the recordings that they speak in. */
  agentsHearOwn: boolean;
  /** How long a media URL is good for, 60 to 3600 seconds. */
  mediaUrlSeconds: number;
  /** How long a valid token is remembered, 0 to 60 seconds; 0: not at all. */
  tokenMemorySeconds: number;
  /** Calls at once, kept for this function and its most at the same time; 0: as many as the account has left. */
  reservedConcurrency: number;
  /** Days that the log, so who heard what, is kept. One of CloudWatch's choices. */
  logRetentionDays: number;
  /** X-Ray traces. */
  tracing: boolean;
  /** An SNS topic that is told of alarms, and of their end. */
  alarmTopicArn?: string | undefined;
  /** Refusals in five minutes that are worth an alarm. */
  alarmDenials: number;
  /** Twilio's identity service, where it is not Twilio's own address. */
  iamUrl?: string | undefined;
  /** Address the bucket in the path, as S3-compatible services need it. */
  s3UsePathStyle: boolean;
  /** The module that exports the function's `handler`, from the project's folder, where it is a team's own. */
  entry?: string;
  /** What the function is reached through. Default: its function URL. */
  frontEnd?: FrontEnd;
  /** A team's own wishes for each child. */
  transform?: PlaybackTransforms;
}

/** Makes the function reachable, as children of `parent`, and gives the URL that players call. */
export type FrontEnd = (
  name: string,
  fn: aws.lambda.Function,
  args: PlaybackArgs,
  parent: pulumi.Resource,
) => pulumi.Output<string>;

export interface PlaybackTransforms extends FunctionTransforms, SecretTransforms {
  functionUrl?: Transform<aws.lambda.FunctionUrlArgs>;
  /** Of every alarm. */
  alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
}
