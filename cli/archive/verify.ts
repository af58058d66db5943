import { inTurns } from "../../functions/archive-store/batch.ts";
import {
  findStored,
  type ObjectPlace,
  verifyHead,
  verifyWhole,
} from "../../functions/archive-store/stored-recording.ts";
import { ServiceFailure } from "../../functions/lambda/service-failure.ts";
import { recordingKey } from "../../media/recording-key.ts";
import { recordingMetadata } from "../../media/recording-metadata.ts";
import type { RecordingSid } from "../../media/sid.ts";
import type { Archive } from "./archive.ts";
import type { DayRange } from "./days.ts";
import { extraObjects } from "./extra.ts";
import { fateOf } from "./fate.ts";
import { readAhead } from "./read-ahead.ts";
import { type ListedRecording, recordingPages } from "./recording-list.ts";
import { SidSet } from "./sid-set.ts";

export const differences = ["missing", "different", "extra"] as const;
export type Difference = (typeof differences)[number];

/** What Twilio and the bucket do not agree on. */
export interface Finding {
  difference: Difference;
  /** Absent where an object's key is no recording's. */
  recording?: RecordingSid;
  /** Of what is different or extra, the object's key. */
  key?: string;
  /** What is wrong; what to do. */
  reason: string;
}

/** What became of one recording or object that was compared. */
export type Compared = { finding?: Finding; bytes: number };

export interface VerifyOptions {
  range: DayRange;
  concurrency: number;
  /** Reads every object to its end and compares its bytes with the checksum that was noted when it was stored. */
  whole: boolean;
  pageSize?: number | undefined;
  pace?: number | undefined;
}

/**
 * Compares Twilio's recordings of a range with the bucket's: what is missing, what differs by its length, its WAV
 * header, its channels, its duration or its checksum, and what is in the bucket alone.
 */
export async function* verifyArchive(
  archive: Archive,
  options: VerifyOptions,
  onDay: (day: string) => void,
  signal: AbortSignal,
): AsyncGenerator<Compared> {
  const { range, concurrency, pageSize = 1000, pace } = options;
  const known = new SidSet();
  for await (const page of readAhead(recordingPages(archive, { range, pageSize, pace }, signal))) {
    for (const { sid } of page.recordings) known.add(sid);
    const compared: Compared[] = [];
    await inTurns(page.recordings, concurrency, async (listed) => {
      compared.push(await compare(archive, listed, options.whole, signal));
    });
    yield* compared;
    onDay(page.day);
  }
  for await (const finding of extraObjects(archive, range, known, signal)) yield { finding, bytes: 0 };
}

async function compare(
  archive: Archive,
  listed: ListedRecording,
  whole: boolean,
  signal: AbortSignal,
): Promise<Compared> {
  const { sid: recording } = listed;
  const key = recordingKey(archive.keyLayout, archive.prefix, archive.accountSid, recording);
  const place: ObjectPlace = { client: archive.s3, bucket: archive.bucket, key };
  const stored = await findStored(place, signal);
  if (!stored) {
    const isDue = fateOf(listed, false) === "enqueued";
    const reason = "is not in the bucket; run `flex-media archive backfill` over its day";
    return { bytes: 0, ...(isDue && { finding: { difference: "missing", recording, reason } }) };
  }
  const { bytes, metadata, tags, sha256 } = stored;
  const named = metadata[recordingMetadata.recording];
  const different = (what: string): Compared => ({
    bytes,
    finding: { difference: "different", recording, key, reason: `${what}; ${remedy}` },
  });
  if (named !== undefined && named !== recording) return different(`its metadata names ${named}`);
  const told = Number(metadata[recordingMetadata.channels] ?? tags[recordingMetadata.channels]);
  if (listed.channels === 2 && told === 1) return different("has one channel, and Twilio tells of two");
  try {
    // Deleted, it has no duration at Twilio any more to compare with.
    const expected = { channels: listed.channels, durationSeconds: listed.durationSeconds };
    if (whole || sha256 === undefined) await verifyWhole(place, stored, expected, signal);
    else await verifyHead(place, { ...stored, sha256 }, expected, signal);
    return { bytes };
  } catch (error) {
    if (error instanceof ServiceFailure && error.reason === "stored_differs") return different(error.detail);
    throw error;
  }
}

const remedy = "keep it, look at it, and if Twilio's is right, delete the object and run the backfill again";
