import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Archive } from "./archive.ts";

/** How many messages a queue holds, about. */
export interface QueueDepth {
  waiting: number;
  /** Handed out and not done: being stored, or to be tried again later. */
  inFlight: number;
  delayed: number;
}

export async function queueDepth(
  sqs: Pick<SQSClient, "send">,
  queueUrl: string,
  signal: AbortSignal,
): Promise<QueueDepth> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed",
    ],
  });
  const { Attributes = {} } = await sqs.send(command, { abortSignal: signal });
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}

export function messagesIn({ waiting, inFlight, delayed }: QueueDepth): number {
  return waiting + inFlight + delayed;
}

const metricMinutes = 10;

/** Seconds that the queue's oldest message has waited, by SQS's metric; undefined where there is none. */
export async function oldestSeconds(
  { cloudwatch }: Pick<Archive, "cloudwatch">,
  queueUrl: string,
  now: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const command = new GetMetricStatisticsCommand({
    Namespace: "AWS/SQS",
    MetricName: "ApproximateAgeOfOldestMessage",
    Dimensions: [{ Name: "QueueName", Value: queueUrl.split("/").at(-1) }],
    StartTime: new Date(now - metricMinutes * 60_000),
    EndTime: new Date(now),
    Period: 60,
    Statistics: ["Maximum"],
  });
  const { Datapoints = [] } = await cloudwatch.send(command, { abortSignal: signal });
  const latest = Datapoints.toSorted((a, b) => (b.Timestamp?.getTime() ?? 0) - (a.Timestamp?.getTime() ?? 0))[0];
  return latest?.Maximum;
}
