import { GetObjectCommand } from "@aws-sdk/client-s3";
import { expectedKey } from "../../media/recording-key.ts";
import type { RecordingSid } from "../../media/sid.ts";
import type { Archive } from "./archive.ts";
import { type Checkpoint, checkpointFolder, parseCheckpoint } from "./checkpoint.ts";
import { peekDeadLetters } from "./dead-letters.ts";
import { objectsUnder } from "./objects-under.ts";
import { oldestSeconds, type QueueDepth, queueDepth } from "./queues.ts";

export interface ArchiveStatus {
  queue: QueueDepth & {
    /** Seconds; absent where CloudWatch has no figure. */
    oldestSeconds?: number;
  };
  deadLetters: {
    count: number;
    byReason: Record<string, number>;
    /** Of how many the reasons were read. */
    read: number;
    /** ISO 8601, of those that were read. */
    oldest?: string;
  };
  /** Notes that a recording is on its way which are older than they should be. */
  overdue: {
    count: number;
    /** The first ones. */
    recordings: RecordingSid[];
  };
  /** Of the backfill that was begun or went on last. */
  backfill?: Pick<Checkpoint, "from" | "to" | "startedAt" | "position" | "tally" | "finishedAt">;
}

export interface StatusOptions {
  /** Notes older than this are overdue, in milliseconds. */
  overdueAfter: number;
  /** Milliseconds since 1970. */
  now: number;
}

const mostLetters = 1_000;
const namedRecordings = 20;

export async function archiveStatus(
  archive: Archive,
  { overdueAfter, now }: StatusOptions,
  signal: AbortSignal,
): Promise<ArchiveStatus> {
  const [queue, oldest, deadLetters, overdue, backfill] = await Promise.all([
    queueDepth(archive.sqs, archive.queueUrl, signal),
    // Its figure is a courtesy, which not everybody who may see the queue has.
    oldestSeconds(archive, archive.queueUrl, now, signal).catch(() => undefined),
    deadLettersOf(archive, signal),
    overdueNotes(archive, now - overdueAfter, signal),
    lastBackfill(archive, signal),
  ]);
  return {
    queue: { ...queue, ...(oldest !== undefined && { oldestSeconds: oldest }) },
    deadLetters,
    overdue,
    ...(backfill && { backfill }),
  };
}

async function deadLettersOf(archive: Archive, signal: AbortSignal): Promise<ArchiveStatus["deadLetters"]> {
  // Before they are looked at, which hides them from the count.
  const { waiting, inFlight } = await queueDepth(archive.sqs, archive.deadLetterQueueUrl, signal);
  const letters = await peekDeadLetters(archive, mostLetters, signal);
  const byReason: Record<string, number> = {};
  for (const { reason } of letters) byReason[reason] = (byReason[reason] ?? 0) + 1;
  const oldest = Math.min(...letters.map(({ sentAt }) => sentAt));
  return {
    count: Math.max(waiting + inFlight, letters.length),
    byReason,
    read: letters.length,
    ...(letters.length > 0 && { oldest: new Date(oldest).toISOString() }),
  };
}

async function overdueNotes(archive: Archive, before: number, signal: AbortSignal): Promise<ArchiveStatus["overdue"]> {
  const folder = expectedKey(archive.prefix, archive.accountSid, "RE").slice(0, -2);
  const recordings: RecordingSid[] = [];
  let count = 0;
  for await (const { key, modifiedAt } of objectsUnder(archive, folder, signal)) {
    if (modifiedAt > before) continue;
    count += 1;
    if (recordings.length < namedRecordings) recordings.push(key.slice(folder.length) as RecordingSid);
  }
  return { count, recordings };
}

async function lastBackfill(archive: Archive, signal: AbortSignal): Promise<Checkpoint | undefined> {
  let last: { key: string; modifiedAt: number } | undefined;
  for await (const object of objectsUnder(archive, checkpointFolder(archive), signal)) {
    if (!last || object.modifiedAt >= last.modifiedAt) last = object;
  }
  if (!last) return undefined;
  const command = new GetObjectCommand({ Bucket: archive.bucket, Key: last.key });
  const { Body } = await archive.s3.send(command, { abortSignal: signal });
  return parseCheckpoint(last.key, (await Body?.transformToString()) ?? "");
}
