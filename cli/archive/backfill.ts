import { isInterruption } from "../terminal/interrupt.ts";
import type { Archive } from "./archive.ts";
import { type Checkpoint, CheckpointStore, noTally, type Tally } from "./checkpoint.ts";
import { type Chunk, chunksOf } from "./chunks.ts";
import { type DayRange, dayCount } from "./days.ts";
import { counted, type Fate, fateOf } from "./fate.ts";
import { findInBucket } from "./in-bucket.ts";
import { readAhead } from "./read-ahead.ts";
import { type ListedRecording, type ListPosition, recordingPages } from "./recording-list.ts";
import { sendMessages } from "./send-messages.ts";

export interface BackfillOptions {
  range: DayRange;
  /** Requests to S3, and batches to SQS, that are under way at the same time. */
  concurrency: number;
  /** Recordings of one request to Twilio, and the least between two checkpoints; 1000 where absent. */
  pageSize?: number | undefined;
  /** Milliseconds between requests to Twilio. */
  pace?: number | undefined;
}

/** How far the list is: a share of its days from 0 to 1, and what came of it. */
export type OnListed = (share: number, tally: Tally) => void;

/**
 * Puts the range's recordings that are not in the bucket into the archive's queue, from where an earlier backfill of
 * the range left off. Each checkpoint is written once all that it covers is enqueued: what is killed in between does
 * some of it again, which the store takes for what it is. Notes of expected recordings aren't written: nobody waits
 * for these to be played.
 *
 * @param stop ends it after the recordings that it is at, with their checkpoint written
 * @returns the last checkpoint; its position tells whether all was listed
 */
export async function enqueueExisting(
  archive: Archive,
  options: BackfillOptions & { restart: boolean },
  onListed: OnListed,
  stop: AbortSignal,
): Promise<{ checkpoint: Checkpoint; store: CheckpointStore }> {
  const { range } = options;
  const store = new CheckpointStore(archive, range);
  const earlier = await store.read(options.restart, stop);
  let checkpoint = earlier && !earlier.finishedAt ? earlier : await begin(store, range, stop);
  if (checkpoint.position === null) return { checkpoint, store };
  onListed(shareOf(range, checkpoint.position), checkpoint.tally);

  for await (const chunk of chunks(archive, options, checkpoint.position, stop)) {
    const fates = await unlessStopped(fatesOf(archive, chunk, options.concurrency, stop), stop);
    if (!fates || stop.aborted) break;
    // From here to the checkpoint nothing is broken off.
    await enqueue(archive, fates, options.concurrency);
    checkpoint = { ...checkpoint, position: chunk.next, tally: tallyOf(checkpoint.tally, fates) };
    await store.write(checkpoint);
    onListed(shareOf(range, chunk.next), checkpoint.tally);
  }
  return { checkpoint, store };
}

/** What a backfill of the range would do, without doing it. */
export async function rehearse(
  archive: Archive,
  options: BackfillOptions,
  onListed: OnListed,
  stop: AbortSignal,
): Promise<Tally> {
  let tally = noTally;
  for await (const chunk of chunks(archive, options, undefined, stop)) {
    tally = tallyOf(tally, await fatesOf(archive, chunk, options.concurrency, stop));
    onListed(shareOf(options.range, chunk.next), tally);
  }
  return tally;
}

async function begin(store: CheckpointStore, { from, to }: DayRange, signal: AbortSignal): Promise<Checkpoint> {
  const checkpoint: Checkpoint = {
    version: 1,
    from,
    to,
    startedAt: new Date().toISOString(),
    position: { day: from },
    tally: noTally,
  };
  await store.write(checkpoint);
  const begun = { ...checkpoint, startedAt: await store.writtenAt(signal) };
  await store.write(begun);
  return begun;
}

async function* chunks(
  archive: Archive,
  { range, pageSize = 1000, pace }: BackfillOptions,
  start: ListPosition | undefined,
  stop: AbortSignal,
): AsyncGenerator<Chunk> {
  const pages = readAhead(recordingPages(archive, { range, start, pageSize, pace }, stop));
  try {
    yield* chunksOf(pages, pageSize);
  } catch (error) {
    // Nothing of what was being asked for is enqueued yet.
    if (!isInterruption(error, stop)) throw error;
  }
}

async function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isInterruption(error, stop)) throw error;
    return undefined;
  }
}

type Fated = readonly { recording: ListedRecording; fate: Fate }[];

async function fatesOf(archive: Archive, chunk: Chunk, concurrency: number, signal: AbortSignal): Promise<Fated> {
  const sids = chunk.recordings.map(({ sid }) => sid);
  const found = await findInBucket(archive, sids, concurrency, signal);
  return chunk.recordings.map((recording) => ({ recording, fate: fateOf(recording, found.has(recording.sid)) }));
}

async function enqueue({ sqs, queueUrl }: Archive, fates: Fated, concurrency: number): Promise<void> {
  const bodies = fates.flatMap(({ recording, fate }) =>
    fate === "enqueued" ? [JSON.stringify(recording.message)] : [],
  );
  await sendMessages(sqs, queueUrl, bodies, { concurrency });
}

function tallyOf(tally: Tally, fates: Fated): Tally {
  return fates.reduce((sum, { recording, fate }) => counted(sum, recording, fate), tally);
}

/** Of the range's days, those that are done. */
export function shareOf(range: DayRange, position: ListPosition | null): number {
  if (position === null) return 1;
  return (dayCount({ from: range.from, to: position.day }) - 1) / dayCount(range);
}
