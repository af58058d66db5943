import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import type { CheckedAudio } from "../archive-store/audio-check.ts";
import type { RecordingResource } from "../archive-store/recording-resource.ts";
import type { StoredRecording } from "../archive-store/stored-recording.ts";
import { failureOf } from "../lambda/failure-of.ts";
import type { FailureReason } from "../lambda/service-failure.ts";
import { isCandidate, type KeepReason, mayDelete, type StoredState } from "./decision.ts";

/** What pruning rests on. Each throws a ServiceFailure when it cannot do its part. */
export interface PruneServices {
  /** The recordings at Twilio that were created until then. */
  list(until: Date, signal: AbortSignal): AsyncIterable<RecordingResource>;
  find(recording: RecordingSid, signal: AbortSignal): Promise<StoredRecording | undefined>;
  /** Reads all of a stored recording; throws `stored_differs` where it isn't right. */
  verify(
    recording: RecordingSid,
    stored: StoredRecording,
    resource: RecordingResource,
    signal: AbortSignal,
  ): Promise<CheckedAudio>;
  /** Deletes the recording at Twilio. Its audio is gone at once and can't be had again. */
  delete(recording: RecordingSid, signal: AbortSignal): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What became of one recording. */
export type Pruned = { recording: RecordingSid } & (
  | { outcome: "deleted"; bytes: number; sha256: string }
  | { outcome: "kept"; reason: KeepReason }
  | { outcome: "failed"; reason: FailureReason; detail: string }
);

/**
 * Deletes at Twilio what is in the bucket, one recording after the other, each only after what the bucket has was
 * read to its end and found right. Ends with the signal; the next run goes on.
 */
export async function* prune(services: PruneServices, afterDays: number, signal: AbortSignal): AsyncGenerator<Pruned> {
  const until = new Date(services.now() - afterDays * 86_400_000);
  for await (const resource of services.list(until, signal)) {
    if (signal.aborted) return;
    const { sid: recording } = resource;
    if (isRecordingSid(recording)) yield await pruneOne(recording, resource, services, afterDays, signal);
  }
}

async function pruneOne(
  recording: RecordingSid,
  resource: RecordingResource,
  services: PruneServices,
  afterDays: number,
  signal: AbortSignal,
): Promise<Pruned> {
  const candidate = isCandidate(resource, afterDays, services.now());
  if (!candidate.delete) return { recording, outcome: "kept", reason: candidate.reason };
  try {
    const stored = await services.find(recording, signal);
    const state = stored ? await stateOf(recording, stored, resource, services, signal) : "absent";
    const noted = { sha256: stored?.sha256, mono: stored?.metadata.channels === "1" };
    const decision = mayDelete(resource, state, noted, afterDays, services.now());
    if (!decision.delete) return { recording, outcome: "kept", reason: decision.reason };
    if (typeof state === "string") return { recording, outcome: "kept", reason: "not_verified" };
    await services.delete(recording, signal);
    return { recording, outcome: "deleted", bytes: state.bytes, sha256: state.sha256 };
  } catch (error) {
    const { reason, detail } = failureOf(error, signal);
    return { recording, outcome: "failed", reason, detail };
  }
}

async function stateOf(
  recording: RecordingSid,
  stored: StoredRecording,
  resource: RecordingResource,
  services: PruneServices,
  signal: AbortSignal,
): Promise<StoredState> {
  // Not read to its end for nothing: without a noted digest it isn't deleted anyway.
  if (stored.sha256 === undefined) return "unverified";
  try {
    return await services.verify(recording, stored, resource, signal);
  } catch (error) {
    if (failureOf(error, signal).reason === "stored_differs") return "unverified";
    throw error;
  }
}
