import { isWorkerSid, type WorkerSid } from "./sid.ts";

/** The names of a stored recording's metadata, as S3 keeps them (without `x-amz-meta-`). */
export const recordingMetadata = {
  account: "account-sid",
  recording: "recording-sid",
  call: "call-sid",
  conference: "conference-sid",
  /** The workers who spoke, with commas between. */
  workers: "worker-sids",
  /** ISO 8601. */
  startTime: "start-time",
  /** Seconds. */
  duration: "duration",
  channels: "channels",
  /** Of the audio as it came from Twilio, in hexadecimal digits. */
  sha256: "sha256",
} as const;

/** The workers whose recording it is, as far as its metadata tells. */
export function workersOf(metadata: Readonly<Record<string, string | undefined>> | undefined): WorkerSid[] {
  return (metadata?.[recordingMetadata.workers] ?? "").split(",").filter(isWorkerSid);
}

/** What is told of a recording beside its audio. */
export interface RecordingDescription {
  accountSid: string;
  recordingSid: string;
  callSid?: string | undefined;
  conferenceSid?: string | undefined;
  /** Empty where nobody knows. */
  workers: readonly WorkerSid[];
  /** ISO 8601. */
  startTime?: string | undefined;
  /** Of the audio itself, in seconds; absent until all of it has come. */
  seconds?: number | undefined;
  /** Of the audio itself: 1 for a recording that Twilio has in one channel only. */
  channels: number;
  /** Absent until all of the audio has come. */
  sha256?: string | undefined;
}

/** A recording's metadata in the bucket, without what isn't known. */
export function metadataOf(described: RecordingDescription): Record<string, string> {
  return known({
    [recordingMetadata.account]: described.accountSid,
    [recordingMetadata.recording]: described.recordingSid,
    ...facts(described),
    [recordingMetadata.workers]: described.workers.join(","),
  });
}

/** The most workers that fit into the value of a tag. */
const mostTaggedWorkers = 7;

/**
 * A recording's tags in the bucket: its facts but for the SIDs that its key has. Unlike metadata they can be written
 * after the object, and so have the digest of a recording that came in parts. A tag's value takes no commas.
 */
export function tagsOf(described: RecordingDescription): Record<string, string> {
  const workers = described.workers.slice(0, mostTaggedWorkers).join(" ");
  return known({ ...facts(described), [recordingMetadata.workers]: workers });
}

/** The audio's digest, as metadata or tags tell it; undefined where neither does. */
export function sha256Of(
  metadata: Readonly<Record<string, string | undefined>>,
  tags: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const digest = metadata[recordingMetadata.sha256] ?? tags[recordingMetadata.sha256];
  return /^[0-9a-f]{64}$/.test(digest ?? "") ? digest : undefined;
}

function facts({ callSid, conferenceSid, startTime, seconds, channels, sha256 }: RecordingDescription) {
  return {
    [recordingMetadata.call]: callSid,
    [recordingMetadata.conference]: conferenceSid,
    [recordingMetadata.startTime]: startTime,
    [recordingMetadata.duration]: seconds === undefined ? undefined : String(Math.round(seconds * 1000) / 1000),
    [recordingMetadata.channels]: String(channels),
    [recordingMetadata.sha256]: sha256,
  };
}

function known(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
