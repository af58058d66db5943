import { workersOf } from "../../media/recording-metadata.ts";
import type { WorkerSid } from "../../media/sid.ts";
import type { RecordingMessage } from "../archive-queue/message.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { AudioCheck, type CheckedAudio, type ExpectedAudio } from "./audio-check.ts";
import type { Gone, RecordingMedia } from "./recording-media.ts";
import type { StoredRecording } from "./stored-recording.ts";
import type { AudioSource } from "./upload.ts";

/** What storing one recording rests on. Each throws a ServiceFailure when it cannot do its part. */
export interface StoreServices {
  /** The recording's audio at Twilio; `promised` is how many channels Twilio told of. */
  open(promised: 1 | 2 | undefined, signal: AbortSignal): Promise<RecordingMedia | Gone>;
  /** Says more of audio that is no WAV file. */
  whyMalformed(failure: ServiceFailure, signal: AbortSignal): Promise<ServiceFailure>;
  /** Who spoke, as far as Twilio tells; empty where it can't be known. */
  workers(signal: AbortSignal): Promise<WorkerSid[]>;
  find(signal: AbortSignal): Promise<StoredRecording | undefined>;
  upload(source: AudioSource, signal: AbortSignal): Promise<{ outcome: "stored" | "exists"; checked: CheckedAudio }>;
  verifyHead(
    stored: StoredRecording & { sha256: string },
    expected: ExpectedAudio,
    signal: AbortSignal,
  ): Promise<CheckedAudio>;
  verifyWhole(stored: StoredRecording, expected: ExpectedAudio, signal: AbortSignal): Promise<CheckedAudio>;
  /** Notes what is known of an object that was stored, but not noted on to the end. */
  seal(
    stored: StoredRecording,
    checked: CheckedAudio,
    workers: readonly WorkerSid[],
    signal: AbortSignal,
  ): Promise<void>;
  /** What takes memory and Twilio's patience is over. */
  onStored(): void;
  /** Takes away the note that the recording is on its way. */
  removeNote(signal: AbortSignal): Promise<void>;
}

export type Stored =
  | { outcome: "stored" | "already_there"; audio: CheckedAudio; isMono: boolean; workers: readonly WorkerSid[] }
  | { outcome: "deleted" | "absent" };

/**
 * Brings one recording into the bucket, once, whatever happened before: what is there already is verified and left
 * alone. The note that it is on its way goes last.
 * @throws ServiceFailure where the recording is not in the bucket afterwards, and not gone for good either
 */
export async function storeRecording(
  message: RecordingMessage,
  services: StoreServices,
  signal: AbortSignal,
): Promise<Stored> {
  const stored = await services.find(signal);
  const result = stored
    ? await accept(stored, message, services, signal)
    : await fetchAndStore(message, services, signal);
  services.onStored();
  await services.removeNote(signal);
  return result;
}

async function fetchAndStore(message: RecordingMessage, services: StoreServices, signal: AbortSignal): Promise<Stored> {
  // Both ask Twilio, and neither needs the other.
  const [media, workers] = await Promise.all([
    services.open(message.channels, signal),
    services.workers(signal).catch(() => []),
  ]);
  if ("gone" in media) return { outcome: media.gone };

  const check = new AudioCheck({
    // Where Twilio says that it has one channel only, that is what is to come.
    channels: media.isMono ? 1 : message.channels,
    durationSeconds: message.durationSeconds,
    contentLength: media.contentLength,
  });
  const source: AudioSource = {
    chunks: passing(media.body, check),
    end: () => check.end(),
    describe: (checked) => ({
      ...message,
      workers,
      channels: check.channels ?? (media.isMono ? 1 : 2),
      seconds: checked?.seconds,
      sha256: checked?.sha256,
    }),
  };
  const { outcome, checked } = await services.upload(source, signal).catch(async (error: unknown) => {
    const isMalformed = error instanceof ServiceFailure && error.reason === "media_malformed";
    throw isMalformed ? await services.whyMalformed(error, signal) : error;
  });
  if (outcome === "stored") return { outcome, audio: checked, isMono: checked.channels === 1, workers };

  const existing = await services.find(signal);
  if (!existing) throw new ServiceFailure("upload_conflict", "S3 has neither the upload nor the object");
  const result = await accept(existing, message, services, signal);
  if (result.audio.sha256 !== checked.sha256) {
    throw new ServiceFailure("stored_differs", "the object has other bytes than the recording");
  }
  return result;
}

async function accept(
  stored: StoredRecording,
  { channels, durationSeconds }: RecordingMessage,
  services: StoreServices,
  signal: AbortSignal,
): Promise<Extract<Stored, { outcome: "stored" | "already_there" }>> {
  // What Twilio had in one channel is marked so; two channels that were promised can't be had of it any more.
  const isMarkedMono = stored.metadata.channels === "1" || stored.tags.channels === "1";
  const expected = { channels: isMarkedMono ? 1 : channels, durationSeconds } as const;
  const workers = workersOf(stored.metadata);
  const result = (audio: CheckedAudio) =>
    ({ outcome: "already_there", audio, isMono: audio.channels === 1, workers }) as const;
  const { sha256 } = stored;
  if (sha256 !== undefined) return result(await services.verifyHead({ ...stored, sha256 }, expected, signal));

  const audio = await services.verifyWhole(stored, expected, signal);
  await services.seal(stored, audio, workers, signal);
  return result(audio);
}

async function* passing(chunks: AsyncIterable<Uint8Array>, check: AudioCheck): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    check.add(chunk);
    yield chunk;
  }
}
