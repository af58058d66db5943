import { setTimeout as sleep } from "node:timers/promises";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { inTurns } from "../../functions/archive-store/batch.ts";
import { fullJitter } from "../../functions/archive-store/retry.ts";
import { Mendable } from "../../local/engine/mendable.ts";

/** The most that SQS takes at once. */
const batchSize = 10;
const backoff = { attempts: 8, base: 200, longest: 10_000 };

export interface SendOptions {
  /** Batches under way at the same time. */
  concurrency: number;
  /** From 0 up to 1; `Math.random` where absent. */
  random?: (() => number) | undefined;
}

/** Sends all of the bodies to a queue. What SQS refuses of a batch in passing is sent again, with full jitter. */
export async function sendMessages(
  sqs: Pick<SQSClient, "send">,
  queueUrl: string,
  bodies: readonly string[],
  { concurrency, random = Math.random }: SendOptions,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(bodies.length / batchSize) }, (_, at) =>
    bodies.slice(at * batchSize, (at + 1) * batchSize),
  );
  await inTurns(batches, concurrency, (batch) => sendBatch(sqs, queueUrl, batch, random));
}

async function sendBatch(
  sqs: Pick<SQSClient, "send">,
  queueUrl: string,
  bodies: readonly string[],
  random: () => number,
): Promise<void> {
  let left = bodies;
  for (let attempt = 1; ; attempt += 1) {
    const Entries = left.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    if (Failed.length === 0) return;
    const final = Failed.find(({ SenderFault }) => SenderFault);
    if (final || attempt >= backoff.attempts) {
      const code = (final ?? Failed[0])?.Code ?? "without a reason";
      throw new Mendable(
        `archiveQueueUrl: the queue refuses ${Failed.length} of ${left.length} messages (${code}); mend that and run the command again`,
      );
    }
    left = Failed.map(({ Id }) => left[Number(Id)]).filter((body) => body !== undefined);
    await sleep(fullJitter(attempt, { ...backoff, random }));
  }
}
