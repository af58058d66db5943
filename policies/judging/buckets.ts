import type { PolicyResource } from "@pulumi/policy";
import { awsTypes, named } from "./aws-types.ts";
import { isAbout } from "./links.ts";
import type { JudgedStack } from "./stack-policy.ts";

/** The buckets of a stack. */
export function bucketsOf(stack: JudgedStack): PolicyResource[] {
  return named(awsTypes.bucket).flatMap((type) => stack.of(type));
}

/** What a stack says about a bucket, of one kind. */
export function settingsOf(stack: JudgedStack, bucket: PolicyResource, type: string): PolicyResource[] {
  return named(type)
    .flatMap((name) => stack.of(name))
    .filter((setting) => isAbout(setting, "bucket", bucket));
}

/** Whether S3 writes its logs there. Such a bucket can't have a key of KMS, and holds no recordings. */
export function takesLogs(stack: JudgedStack, bucket: PolicyResource): boolean {
  const loggings = named(awsTypes.logging).flatMap((type) => stack.of(type));
  return loggings.some((logging) => isAbout(logging, "targetBucket", bucket));
}
