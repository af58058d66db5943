import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { ServiceFailure } from "../lambda/service-failure.ts";
import type { QueuedMessage } from "./batch.ts";
import { fullJitter } from "./retry.ts";

export interface QueueOptions {
  client: Pick<SQSClient, "send">;
  queueUrl: string | null;
  deadLetterQueueUrl: string | null;
  /** From 0 up to 1. */
  random(): number;
}

/** What becomes of messages whose recording could not be stored. */
export interface FailedMessages {
  /** Whether the message lies with the dead letters now, with the reason as an attribute. */
  giveUp(message: QueuedMessage, failure: ServiceFailure): Promise<boolean>;
  /** Has the queue hand the message out again after a while, longer each time. */
  postpone(message: QueuedMessage, failure: ServiceFailure): Promise<void>;
}

/** Milliseconds: a recording that is still processing is there in a minute, an outage is over in an hour. */
const waits = { base: 60_000, longest: 3_600_000 };
const leastSeconds = 5;
const requestMilliseconds = 3_000;

export function failedMessages({ client, queueUrl, deadLetterQueueUrl, random }: QueueOptions): FailedMessages {
  const options = () => ({ abortSignal: AbortSignal.timeout(requestMilliseconds) });
  return {
    async giveUp({ body }, { reason, detail }) {
      if (deadLetterQueueUrl === null) return false;
      const text = (StringValue: string) => ({ DataType: "String", StringValue });
      const command = new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: body,
        MessageAttributes: { reason: text(reason), detail: text(detail.slice(0, 200)) },
      });
      return client.send(command, options()).then(
        () => true,
        // Then it gets there by way of the queue, later and without the reason.
        () => false,
      );
    },
    async postpone({ receiptHandle, receiveCount }, { retryAfter = 0 }) {
      if (queueUrl === null) return;
      const milliseconds = Math.min(retryAfter, waits.longest) + fullJitter(receiveCount, { ...waits, random });
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.max(leastSeconds, Math.round(milliseconds / 1000)),
      });
      // Otherwise the queue's own visibility timeout decides.
      await client.send(command, options()).catch(() => {});
    },
  };
}
