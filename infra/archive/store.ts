import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundledFunction } from "../function/bundled-function.ts";
import { allow, allowThroughS3, type Statement } from "../function/permissions.ts";
import { jsonSecret } from "../function/secret.ts";
import { transformed } from "../transform.ts";
import type { ArchiveArgs } from "./args.ts";
import type { Queues } from "./queues.ts";

/** As long as Lambda lets a function run: the longest recordings take minutes. */
export const timeoutSeconds = 900;

/** Recordings that one call stores, all at the same time, so that a short one waits for no long one. */
const atOnce = 2;

/** What the archive authenticates to Twilio with: the store, and the prune where there is one. */
export function twilioSecret(
  name: string,
  { accountSid, credentials, transform }: ArchiveArgs,
  parent: pulumi.Resource,
): aws.secretsmanager.Secret {
  return jsonSecret(
    `${name}-twilio`,
    { description: "How the archive authenticates to Twilio.", value: { accountSid, ...credentials } },
    transform?.store ?? {},
    parent,
  );
}

/** The function that brings recordings into the bucket. */
export function createStore(
  name: string,
  queues: Queues,
  secretArn: pulumi.Input<string>,
  args: ArchiveArgs,
  parent: pulumi.Resource,
): aws.lambda.Function {
  return bundledFunction(
    name,
    {
      ...args,
      description: "Brings recordings from Twilio into the bucket.",
      entry: "functions/archive-store/index.ts",
      // Two recordings take 48 MiB, whatever their length; the rest is for a fair share of the network.
      memorySize: 512,
      timeout: timeoutSeconds,
      variables: variables(args, secretArn, queues),
      statements: statements(args, secretArn, queues),
      // The queue's mapping bounds it; a reservation would have messages received that nobody works on.
      reservedConcurrency: 0,
    },
    args.transform?.store ?? {},
    parent,
  ).function;
}

/** What functions/archive-store/settings.ts reads. */
function variables(args: ArchiveArgs, secretArn: pulumi.Input<string>, { queue, deadLetters }: Queues) {
  const { workspaceSid, apiUrl, taskRouterUrl } = args;
  return {
    TWILIO_ACCOUNT_SID: args.accountSid,
    TWILIO_SECRET_ARN: secretArn,
    RECORDINGS_BUCKET: args.bucketName,
    RECORDINGS_PREFIX: args.prefix,
    KEY_LAYOUT: args.keyLayout,
    QUEUE_URL: queue.url,
    DEAD_LETTER_QUEUE_URL: deadLetters.url,
    CONCURRENCY: String(atOnce),
    S3_FORCE_PATH_STYLE: String(args.s3UsePathStyle),
    ...(workspaceSid && { TASKROUTER_WORKSPACE_SID: workspaceSid }),
    ...(apiUrl && { TWILIO_API_URL: apiUrl }),
    ...(taskRouterUrl && { TWILIO_TASKROUTER_URL: taskRouterUrl }),
  };
}

function statements(args: ArchiveArgs, secretArn: pulumi.Input<string>, { queue, deadLetters }: Queues): Statement[] {
  const { bucketArn, keyArn, prefix, accountSid } = args;
  return [
    allow(
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
      queue.arn,
    ),
    allow("sqs:SendMessage", deadLetters.arn),
    allow(
      ["s3:PutObject", "s3:GetObject", "s3:PutObjectTagging", "s3:GetObjectTagging", "s3:AbortMultipartUpload"],
      pulumi.interpolate`${bucketArn}/${prefix}${accountSid}/*`,
    ),
    allow("s3:DeleteObject", pulumi.interpolate`${bucketArn}/${prefix}expected/${accountSid}/*`),
    // Without it S3 answers 403 for a recording that is not there, as it does for one that is forbidden.
    allow("s3:ListBucket", bucketArn),
    // An upload in parts is decrypted by S3 when it is put together.
    ...(keyArn === undefined ? [] : [allowThroughS3(["kms:GenerateDataKey", "kms:Decrypt"], keyArn)]),
    allow("secretsmanager:GetSecretValue", secretArn),
  ];
}

/** Hands the queue's messages to the store; only those that it names come again. */
export function feedStore(
  name: string,
  { queue }: Queues,
  store: aws.lambda.Function,
  { concurrency, transform }: ArchiveArgs,
  parent: pulumi.Resource,
): aws.lambda.EventSourceMapping {
  return new aws.lambda.EventSourceMapping(
    ...transformed<aws.lambda.EventSourceMappingArgs>(
      transform?.store?.eventSourceMapping,
      name,
      {
        eventSourceArn: queue.arn,
        functionName: store.arn,
        batchSize: atOnce,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: concurrency },
      },
      { parent },
    ),
  );
}
