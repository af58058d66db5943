import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { alarms, ofFunction, type Watched } from "../function/alarms.ts";
import type { ArchiveArgs } from "./args.ts";
import type { Queues } from "./queues.ts";

export interface WatchedArchive extends Queues {
  intake: aws.lambda.Function;
  store: aws.lambda.Function;
  prune: aws.lambda.Function | undefined;
}

/** The namespace that functions/archive-log/line.ts writes. */
const namespace = "FlexMedia/Archive";

/** Alarms on everything by which a recording could be lost, or be late. */
export function watchArchive(
  name: string,
  { intake, store, prune, queue, deadLetters }: WatchedArchive,
  { alarmTopicArn: topicArn, alarmAgeMinutes, transform }: ArchiveArgs,
  parent: pulumi.Resource,
): void {
  const ofQueue = (of: aws.sqs.Queue, metricName: string) => ({
    namespace: "AWS/SQS",
    metricName,
    dimensions: { QueueName: of.name },
    statistic: "Maximum" as const,
  });
  alarms(
    name,
    {
      "dead-letters": {
        ...ofQueue(deadLetters, "ApproximateNumberOfMessagesVisible"),
        threshold: 1,
        description: "Recordings could not be stored, and nobody tries again; `flex-media archive status` tells why.",
      },
      late: {
        ...ofQueue(queue, "ApproximateAgeOfOldestMessage"),
        threshold: alarmAgeMinutes * 60,
        description: "Recordings wait too long for the store: Twilio or S3 is down, or its concurrency is too small.",
      },
      "intake-failed": {
        namespace,
        metricName: "Failed",
        dimensions: { function: intake.name },
        threshold: 1,
        description: "The intake answered 503, as its secret or the queue could not be reached. Its log says which.",
      },
      "intake-broken": {
        ...ofFunction(intake, "Errors"),
        threshold: 1,
        description: "The intake broke or ran out of time; Twilio gives up a callback after some tries.",
      },
      "intake-throttled": {
        ...ofFunction(intake, "Throttles"),
        threshold: 1,
        description: "More callbacks came at once than the intake may take; Twilio gives up after some tries.",
      },
      "store-broken": {
        ...ofFunction(store, "Errors"),
        threshold: 1,
        description: "The store broke, ran out of time or is misconfigured; the queue keeps what it did not store.",
      },
      ...(prune && pruneAlarms(prune)),
    },
    { topicArn, transform: transform?.alarm },
    parent,
  );
}

function pruneAlarms(prune: aws.lambda.Function): Record<string, Watched> {
  return {
    "prune-failed": {
      namespace,
      metricName: "PruneFailed",
      dimensions: { function: prune.name },
      threshold: 1,
      description:
        "Recordings, or all of them, could not be compared or deleted at Twilio, and stay there. The log says why.",
    },
    "prune-broken": {
      ...ofFunction(prune, "Errors"),
      threshold: 1,
      description: "What deletes recordings at Twilio broke or ran out of time; they stay there until the next day.",
    },
  };
}
