import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundledFunction } from "../function/bundled-function.ts";
import { allow, allowThroughS3 } from "../function/permissions.ts";
import { jsonSecret } from "../function/secret.ts";
import { transformed } from "../transform.ts";
import type { ArchiveArgs } from "./args.ts";
import type { Queues } from "./queues.ts";

/** Its own time limit is 10 s, as Twilio hangs up after 15. */
const timeoutSeconds = 12;

/** The function that takes Twilio's callbacks, and puts them into the queue. */
export function createIntake(
  name: string,
  { queue }: Queues,
  args: ArchiveArgs,
  parent: pulumi.Resource,
): aws.lambda.Function {
  const { accountSid, authToken, bucketName, bucketArn, keyArn, prefix, transform } = args;
  const secret = jsonSecret(
    `${name}-signature`,
    { description: "The auth token that Twilio signs its callbacks with.", value: { accountSid, authToken } },
    transform?.intake ?? {},
    parent,
  );
  return bundledFunction(
    name,
    {
      ...args,
      description: "Takes Twilio's recording callbacks into the archive's queue.",
      entry: "functions/archive-intake/index.ts",
      // Little to hold, but the first call has to load the SDK before Twilio hangs up.
      memorySize: 512,
      timeout: timeoutSeconds,
      variables: {
        TWILIO_ACCOUNT_SID: accountSid,
        TWILIO_AUTH_TOKEN_SECRET_ARN: secret.arn,
        QUEUE_URL: queue.url,
        RECORDINGS_BUCKET: bucketName,
        RECORDINGS_PREFIX: prefix,
        S3_FORCE_PATH_STYLE: String(args.s3UsePathStyle),
      },
      statements: [
        allow("sqs:SendMessage", queue.arn),
        allow("s3:PutObject", pulumi.interpolate`${bucketArn}/${prefix}expected/${accountSid}/*`),
        ...(keyArn === undefined ? [] : [allowThroughS3("kms:GenerateDataKey", keyArn)]),
        allow("secretsmanager:GetSecretValue", secret.arn),
      ],
    },
    transform?.intake ?? {},
    parent,
  ).function;
}

/** The URL that Twilio calls. Anyone may call it; only what Twilio signed for this account is taken. */
export function openIntake(
  name: string,
  intake: aws.lambda.Function,
  { transform }: ArchiveArgs,
  parent: pulumi.Resource,
): aws.lambda.FunctionUrl {
  return new aws.lambda.FunctionUrl(
    ...transformed<aws.lambda.FunctionUrlArgs>(
      transform?.intake?.functionUrl,
      name,
      // No page of a browser has anything to do with it, so no CORS.
      { functionName: intake.name, authorizationType: "NONE" },
      { parent },
    ),
  );
}
