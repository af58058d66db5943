import { fieldsOf, textOf } from "../lambda/json.ts";

/** A message as SQS hands it to Lambda. */
export interface QueuedMessage {
  id: string;
  receiptHandle: string;
  body: string;
  /** How often it was received, this time included. */
  receiveCount: number;
}

/** What Lambda makes of a batch: these are not done, all others are. */
export interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

/** The messages in an event of SQS, as Lambda's event source mapping sends it. */
export function messagesOf(event: unknown): QueuedMessage[] {
  const { Records: records } = fieldsOf(event);
  return (Array.isArray(records) ? records : []).map((record) => {
    const { messageId, receiptHandle, body, attributes } = fieldsOf(record);
    const received = Number(fieldsOf(attributes).ApproximateReceiveCount);
    return {
      id: textOf(messageId) ?? "",
      receiptHandle: textOf(receiptHandle) ?? "",
      body: textOf(body) ?? "",
      receiveCount: Number.isInteger(received) && received > 0 ? received : 1,
    };
  });
}

/**
 * Works on all items, but on no more of them at the same time. Work may say that its turn is over before all of it is
 * done, and so let the next one begin.
 */
export async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, turnIsOver: () => void) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const begun: Promise<void>[] = [];
  const turn = async () => {
    for (const item of waiting) {
      const over = Promise.withResolvers<void>();
      const one = work(item, over.resolve);
      begun.push(one);
      await Promise.race([one, over.promise]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
  await Promise.all(begun);
}
