import { ChangeMessageVisibilityBatchCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { parseMessage } from "../../functions/archive-queue/message.ts";
import type { RecordingSid } from "../../media/sid.ts";
import type { Archive } from "./archive.ts";

/** A message that was given up. */
export interface DeadLetter {
  id: string;
  receiptHandle: string;
  body: string;
  /** Undefined where the message is none of a recording. */
  recording: RecordingSid | undefined;
  /** As the store wrote it; `tried_too_often` where the queue gave up, which knows no reason. */
  reason: string;
  detail: string | undefined;
  /** Milliseconds since 1970. */
  sentAt: number;
}

export const triedTooOften = "tried_too_often";

/** Seconds that letters are hidden from others while they are looked at. */
const hiddenSeconds = 120;

/** Takes some dead letters, which are hidden from others for a while. Empty where none is to be had. */
export async function receiveDeadLetters(
  { sqs, deadLetterQueueUrl }: Pick<Archive, "sqs" | "deadLetterQueueUrl">,
  atMost: number,
  signal: AbortSignal,
): Promise<DeadLetter[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: deadLetterQueueUrl,
    MaxNumberOfMessages: Math.min(10, atMost),
    MessageAttributeNames: ["reason", "detail"],
    MessageSystemAttributeNames: ["SentTimestamp"],
    VisibilityTimeout: hiddenSeconds,
    // Long polling asks all of the queue's servers, so that nothing is overlooked.
    WaitTimeSeconds: 1,
  });
  const { Messages = [] } = await sqs.send(command, { abortSignal: signal });
  return Messages.map(letterOf);
}

function letterOf({ MessageId = "", ReceiptHandle = "", Body = "", Attributes, MessageAttributes }: Message) {
  return {
    id: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    recording: parseMessage(Body)?.recordingSid,
    reason: MessageAttributes?.reason?.StringValue ?? triedTooOften,
    detail: MessageAttributes?.detail?.StringValue,
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
  };
}

/**
 * Looks at dead letters and leaves them where they are.
 * @param atMost so many are looked at; SQS itself hands out no more than 120,000 at a time
 */
export async function peekDeadLetters(
  archive: Pick<Archive, "sqs" | "deadLetterQueueUrl">,
  atMost: number,
  signal: AbortSignal,
): Promise<DeadLetter[]> {
  const seen = new Map<string, DeadLetter>();
  try {
    while (seen.size < atMost) {
      const letters = await receiveDeadLetters(archive, atMost - seen.size, signal);
      const isNew = letters.some(({ id }) => !seen.has(id));
      for (const letter of letters) seen.set(letter.id, letter);
      if (!isNew) break;
    }
  } finally {
    await showAgain(archive, [...seen.values()]);
  }
  return [...seen.values()];
}

/** Ends their being hidden. Best effort: otherwise they show by themselves after a while. */
export async function showAgain(
  { sqs, deadLetterQueueUrl }: Pick<Archive, "sqs" | "deadLetterQueueUrl">,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (let at = 0; at < letters.length; at += 10) {
    const Entries = letters.slice(at, at + 10).map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: deadLetterQueueUrl, Entries })).catch(() => {});
  }
}
