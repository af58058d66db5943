import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { KeyLayout } from "../../media/recording-key.ts";
import type { AccountSid } from "../../media/sid.ts";
import type { TwilioClient } from "../../providers/twilio/client.ts";

/** A stack's archive, as its commands reach it. */
export interface Archive {
  /** The stack's name. */
  stack: string;
  accountSid: AccountSid;
  bucket: string;
  /** Empty, or ends with a slash. */
  prefix: string;
  keyLayout: KeyLayout;
  queueUrl: string;
  deadLetterQueueUrl: string;
  twilio: Pick<TwilioClient, "request">;
  s3: Pick<S3Client, "send">;
  sqs: Pick<SQSClient, "send">;
  cloudwatch: Pick<CloudWatchClient, "send">;
}
