import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundledFunction } from "../function/bundled-function.ts";
import { allow, allowThroughS3, type Statement } from "../function/permissions.ts";
import type { ArchiveArgs } from "./args.ts";
import { callAt } from "./schedule.ts";

/** As long as Lambda lets a function run; what it did not get to is for the next day. */
const timeoutSeconds = 900;

/** UTC. A time of day rather than a rate, which would start with the `up` that makes it. */
const daily = "cron(0 3 * * ? *)";

/**
 * The function that deletes recordings at Twilio, once a day, where a number of days is set. What it deletes can't be
 * brought back at Twilio. Where none is set there is no such function, role or schedule.
 */
export function createPrune(
  name: string,
  secretArn: pulumi.Input<string>,
  args: ArchiveArgs,
  parent: pulumi.Resource,
): aws.lambda.Function | undefined {
  const { deleteAtTwilioAfterDays: days, transform } = args;
  if (days === undefined) return undefined;
  const { function: fn } = bundledFunction(
    name,
    {
      ...args,
      description: "Deletes recordings at Twilio that are old enough and verified in the bucket.",
      entry: "functions/archive-prune/index.ts",
      // It reads one recording at a time, whatever its length; the rest is for a fair share of the network.
      memorySize: 512,
      timeout: timeoutSeconds,
      variables: variables(days, args, secretArn),
      statements: statements(args, secretArn),
      // Two at once would read and delete the same recordings.
      reservedConcurrency: 1,
    },
    transform?.prune ?? {},
    parent,
  );
  callAt(
    name,
    { fn, expression: daily, description: `Deletes recordings of more than ${days} days at Twilio.` },
    transform?.prune ?? {},
    parent,
  );
  return fn;
}

/** What functions/archive-prune/settings.ts reads. */
function variables(days: number, args: ArchiveArgs, secretArn: pulumi.Input<string>) {
  return {
    TWILIO_ACCOUNT_SID: args.accountSid,
    TWILIO_SECRET_ARN: secretArn,
    RECORDINGS_BUCKET: args.bucketName,
    RECORDINGS_PREFIX: args.prefix,
    KEY_LAYOUT: args.keyLayout,
    DELETE_AT_TWILIO_AFTER_DAYS: String(days),
    S3_FORCE_PATH_STYLE: String(args.s3UsePathStyle),
    ...(args.apiUrl && { TWILIO_API_URL: args.apiUrl }),
  };
}

/** It may read, and nothing else: no way leads from here to a deletion in the bucket. */
function statements(
  { bucketArn, keyArn, prefix, accountSid }: ArchiveArgs,
  secretArn: pulumi.Input<string>,
): Statement[] {
  return [
    allow(["s3:GetObject", "s3:GetObjectTagging"], pulumi.interpolate`${bucketArn}/${prefix}${accountSid}/*`),
    // Without it S3 answers 403 for a recording that is not there, as it does for one that is forbidden.
    allow("s3:ListBucket", bucketArn),
    ...(keyArn === undefined ? [] : [allowThroughS3("kms:Decrypt", keyArn)]),
    allow("secretsmanager:GetSecretValue", secretArn),
  ];
}
