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
