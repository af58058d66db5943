import type { RecordingSid } from "../../media/sid.ts";
import type { Archive } from "./archive.ts";
import { chunksOf } from "./chunks.ts";
import type { DayRange } from "./days.ts";
import { type DeadLetter, peekDeadLetters, triedTooOften } from "./dead-letters.ts";
import { fateOf } from "./fate.ts";
import { type BucketObject, findInBucket } from "./in-bucket.ts";
import { readAhead } from "./read-ahead.ts";
import { type ListedRecording, recordingPages } from "./recording-list.ts";

/**
 * What became of a recording in the end. `pending`: the queue still has messages, and it may be among them. `absent`
 * and `deleted` say that Twilio has no audio of it, which is nobody's failure.
 */
export const outcomes = ["stored", "skipped", "absent", "deleted", "unfinished", "pending", "failed"] as const;
export type Outcome = (typeof outcomes)[number];

export interface RecordingOutcome {
  recording: RecordingSid;
  outcome: Outcome;
  /** Of what failed. */
  reason?: string;
  detail?: string;
}

export interface OutcomeOptions {
  range: DayRange;
  /** Milliseconds since 1970: what was stored before was skipped. */
  startedAt: number;
  /** Whether the queue still has messages. */
  isBusy: boolean;
  concurrency: number;
  pageSize?: number | undefined;
  pace?: number | undefined;
}

type Letter = Pick<DeadLetter, "reason" | "detail">;

/** More dead letters are not read: what failed then is told without its reason. */
const mostLetters = 20_000;

/** Sets Twilio's list against the bucket and the dead letters once a backfill is done. */
export async function* outcomesOf(
  archive: Archive,
  { range, startedAt, isBusy, concurrency, pageSize = 1000, pace }: OutcomeOptions,
  signal: AbortSignal,
): AsyncGenerator<RecordingOutcome> {
  const letters = await lettersByRecording(archive, signal);
  const pages = readAhead(recordingPages(archive, { range, pageSize, pace }, signal));
  for await (const { recordings } of chunksOf(pages, pageSize)) {
    const sids = recordings.map(({ sid }) => sid);
    const found = await findInBucket(archive, sids, concurrency, signal);
    for (const recording of recordings) {
      yield outcomeOf(recording, found.get(recording.sid), letters.get(recording.sid), { startedAt, isBusy });
    }
  }
}

async function lettersByRecording(archive: Archive, signal: AbortSignal): Promise<Map<RecordingSid, Letter>> {
  const letters = new Map<RecordingSid, Letter>();
  for (const { recording, reason, detail } of await peekDeadLetters(archive, mostLetters, signal)) {
    // Of several letters, one that knows why is worth more.
    if (recording && (reason !== triedTooOften || !letters.has(recording))) letters.set(recording, { reason, detail });
  }
  return letters;
}

export function outcomeOf(
  listed: Pick<ListedRecording, "sid" | "status" | "isEncrypted" | "isElsewhere">,
  object: BucketObject | undefined,
  letter: Letter | undefined,
  { startedAt, isBusy }: Pick<OutcomeOptions, "startedAt" | "isBusy">,
): RecordingOutcome {
  const recording = listed.sid;
  if (object) return { recording, outcome: object.storedAt < startedAt ? "skipped" : "stored" };
  const fate = fateOf(listed, false);
  if (fate === "absent" || fate === "deleted" || fate === "unfinished") return { recording, outcome: fate };
  if (!letter && isBusy) return { recording, outcome: "pending" };
  const { reason, detail } = whyFailed(listed, letter);
  return { recording, outcome: "failed", reason, ...(detail && { detail }) };
}

function whyFailed(
  { isEncrypted, isElsewhere }: Pick<ListedRecording, "isEncrypted" | "isElsewhere">,
  letter: Letter | undefined,
): Letter {
  if (letter && letter.reason !== triedTooOften) return letter;
  if (isEncrypted) return { reason: "encrypted", detail: undefined };
  if (isElsewhere) return { reason: "stored_elsewhere", detail: undefined };
  return letter
    ? { reason: triedTooOften, detail: "the store's log has the reason" }
    : { reason: "unexplained", detail: "neither in the bucket nor among the dead letters; the store's log may tell" };
}
