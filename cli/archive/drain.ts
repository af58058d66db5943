import { setTimeout as sleep } from "node:timers/promises";
import type { Archive } from "./archive.ts";
import { messagesIn, queueDepth } from "./queues.ts";

export interface DrainOptions {
  /** Milliseconds from one look at the queue to the next. */
  poll?: number | undefined;
  /** Milliseconds without a new low after which nobody waits on. */
  patience?: number | undefined;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
}

/** SQS's counts lag behind, so that one look at an empty queue proves nothing. */
const emptyLooks = 3;

/**
 * Waits until the archive's queue is empty. Calls that come in meanwhile, and recordings that are tried again after
 * a while, can keep it from ever being so: `busy` says that it hasn't had fewer messages for long.
 */
export async function drained(
  archive: Pick<Archive, "sqs" | "queueUrl">,
  { poll = 5_000, patience = 15 * 60_000, now = Date.now }: DrainOptions,
  onLook: (left: number) => void,
  signal: AbortSignal,
): Promise<"empty" | "busy"> {
  let fewest = Number.POSITIVE_INFINITY;
  let fewestAt = now();
  for (let empty = 0; ; ) {
    const left = messagesIn(await queueDepth(archive.sqs, archive.queueUrl, signal));
    onLook(left);
    empty = left === 0 ? empty + 1 : 0;
    if (empty >= emptyLooks) return "empty";
    if (left < fewest) [fewest, fewestAt] = [left, now()];
    if (left > 0 && now() - fewestAt > patience) return "busy";
    await sleep(poll, undefined, { signal });
  }
}
