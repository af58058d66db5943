import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { ArchiveArgs } from "./args.ts";
import { timeoutSeconds } from "./store.ts";

export interface Queues {
  queue: aws.sqs.Queue;
  deadLetters: aws.sqs.Queue;
}

const day = 86_400;

/**
 * Recordings that are on their way, and those that could not be stored. A message that was received is hidden for six times
 * as long as the store may run, as AWS advises; the store asks for it sooner where it knows that it failed. Dead
 * letters keep the time at which they came into the first queue, so they are kept for as long as SQS can.
 */
export function createQueues(name: string, { attempts, transform }: ArchiveArgs, parent: pulumi.Resource): Queues {
  const deadLetters = new aws.sqs.Queue(
    ...transformed(
      transform?.deadLetterQueue,
      `${name}-dead-letters`,
      { messageRetentionSeconds: 14 * day, sqsManagedSseEnabled: true },
      { parent },
    ),
  );
  const redrivePolicy = pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: attempts });
  const queue = new aws.sqs.Queue(
    ...transformed<aws.sqs.QueueArgs>(
      transform?.queue,
      name,
      {
        visibilityTimeoutSeconds: 6 * timeoutSeconds,
        messageRetentionSeconds: 10 * day,
        sqsManagedSseEnabled: true,
        redrivePolicy,
      },
      { parent },
    ),
  );
  return { queue, deadLetters };
}
