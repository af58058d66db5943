import type { CheckedAudio } from "../archive-store/audio-check.ts";
import type { RecordingResource } from "../archive-store/recording-resource.ts";

/** Why a recording stays at Twilio. */
export type KeepReason = "too_young" | "not_completed" | "not_stored" | "not_verified" | "differs";

export type PruneDecision = { delete: true } | { delete: false; reason: KeepReason };

/** What is known of a recording in the bucket, all of which has just been read: `absent`, or what is wrong with it. */
export type StoredState = CheckedAudio | "absent" | "unverified";

const dayMilliseconds = 86_400_000;

/** Whether a recording is old enough, and in a state, to be deleted; what is stored is not worth reading otherwise. */
export function isCandidate({ status, dateCreated }: RecordingResource, afterDays: number, now: number): PruneDecision {
  if (status !== "completed") return { delete: false, reason: "not_completed" };
  // "Not old enough" rather than "too young", so that a date that can't be read keeps the recording.
  const isOld = dateCreated !== undefined && now - dateCreated >= afterDays * dayMilliseconds;
  return isOld ? { delete: true } : { delete: false, reason: "too_young" };
}

/**
 * Whether a recording may be deleted at Twilio. What is deleted there can't be had again, so all of this must hold:
 * it is complete and old enough, and what the bucket has was read to its end and found right, with the digest that was
 * noted when it was stored, and with as many channels as Twilio tells of.
 */
export function mayDelete(
  recording: RecordingResource,
  stored: StoredState,
  noted: { sha256: string | undefined; mono: boolean },
  afterDays: number,
  now: number,
): PruneDecision {
  const candidate = isCandidate(recording, afterDays, now);
  if (!candidate.delete) return candidate;
  if (stored === "absent") return { delete: false, reason: "not_stored" };
  if (stored === "unverified" || noted.sha256 === undefined) return { delete: false, reason: "not_verified" };
  const hasChannels = stored.channels >= (noted.mono ? 1 : (recording.channels ?? 2));
  const isSame = stored.sha256 === noted.sha256 && hasChannels;
  return isSame ? { delete: true } : { delete: false, reason: "differs" };
}
