import { DeleteMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { Archive } from "./archive.ts";
import { type DeadLetter, receiveDeadLetters, showAgain } from "./dead-letters.ts";
import { sendMessages } from "./send-messages.ts";

export interface Redriven {
  moved: number;
  /** By the reason that they had been given up for. */
  byReason: Record<string, number>;
  /** Sent, but still among the dead letters too, as they could not be deleted there. */
  kept: number;
}

/**
 * Puts dead letters back into the archive's queue, each sent before it is deleted: whatever ends this, none is lost,
 * and at worst one is there twice, which the store takes for what it is.
 *
 * SQS's own move task is not used. It can't be told how many to move, and moves what the store has sent to the dead
 * letters itself, as it does with what no further try helps, only with a destination that has to be an ARN; and the
 * letters' reasons would go along as attributes into the queue.
 *
 * @param atMost no more than there were at the start, or what comes back meanwhile is moved again and again
 */
export async function redrive(
  archive: Pick<Archive, "sqs" | "queueUrl" | "deadLetterQueueUrl">,
  atMost: number,
  onMoved: (moved: number) => void,
  signal: AbortSignal,
): Promise<Redriven> {
  const result: Redriven = { moved: 0, byReason: {}, kept: 0 };
  while (result.moved < atMost && !signal.aborted) {
    const letters = await receiveDeadLetters(archive, atMost - result.moved, signal);
    if (letters.length === 0) break;
    const bodies = letters.map(({ body }) => body);
    try {
      await sendMessages(archive.sqs, archive.queueUrl, bodies, { concurrency: 1 });
    } catch (error) {
      await showAgain(archive, letters);
      throw error;
    }
    result.kept += await deleteLetters(archive, letters);
    result.moved += letters.length;
    for (const { reason } of letters) result.byReason[reason] = (result.byReason[reason] ?? 0) + 1;
    onMoved(result.moved);
  }
  return result;
}

/** How many could not be deleted. */
async function deleteLetters(
  { sqs, deadLetterQueueUrl }: Pick<Archive, "sqs" | "deadLetterQueueUrl">,
  letters: readonly DeadLetter[],
): Promise<number> {
  const Entries = letters.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
  const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: deadLetterQueueUrl, Entries }));
  return Failed.length;
}
