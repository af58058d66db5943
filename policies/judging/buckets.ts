import type { PolicyResource } from "@pulumi/policy";
import { awsTypes, named } from "./aws-types.ts";
import { isAbout, leadsTo } from "./links.ts";
import type { JudgedStack } from "./stack-policy.ts";

/** The buckets of a stack. */
export function bucketsOf(stack: JudgedStack): PolicyResource[] {
  return named(awsTypes.bucket).flatMap((type) => stack.of(type));
}

/** What a stack says about a bucket, of one kind. */
export function settingsOf(stack: JudgedStack, bucket: PolicyResource, type: string): PolicyResource[] {
  return named(type)
    .flatMap((name) => stack.of(name))
    .filter((setting) => leadsTo(setting, "bucket", bucket));
}

/**
 * Whether S3 writes its logs there, and nobody anything else: no function has its recordings there, and it isn't logged
 * itself. Such a bucket can't have a key of KMS.
 */
export function takesLogs(stack: JudgedStack, bucket: PolicyResource): boolean {
  const loggings = named(awsTypes.logging).flatMap((type) => stack.of(type));
  const isUsed = stack.of(awsTypes.function).some((fn) => leadsTo(fn, recordingsBucket, bucket));
  return (
    !isUsed &&
    !loggings.some((logging) => isAbout(logging, "bucket", bucket)) &&
    loggings.some((logging) => leadsTo(logging, "targetBucket", bucket))
  );
}

/** Where functions are told which bucket recordings lie in. */
const recordingsBucket = "environment.variables.RECORDINGS_BUCKET";
