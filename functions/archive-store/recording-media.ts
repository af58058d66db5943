import { ServiceFailure } from "../lambda/service-failure.ts";
import { fetchRecording } from "./recording-resource.ts";
import type { TwilioRequest } from "./twilio-requests.ts";

/** A recording's audio as it comes from Twilio. */
export interface RecordingMedia {
  body: AsyncIterable<Uint8Array>;
  /** Bytes, where the answer tells. */
  contentLength: number | undefined;
  /** Twilio has it in one channel only. */
  isMono: boolean;
}

/** What there is instead of audio, for good. */
export type Gone = { gone: "deleted" | "absent" };

/** Longer than this Twilio may not keep silent in the middle of the audio. Milliseconds. */
const silenceMilliseconds = 20_000;

/**
 * Opens a recording's audio: WAV in two channels, or in one where Twilio has no more (it answers 400 then, with its
 * warning 16113).
 *
 * @param url the recording at Twilio's API, without an extension
 * @param promised how many channels Twilio told of
 * @throws ServiceFailure for a recording that is not there yet, is encrypted or lies elsewhere
 */
export async function openMedia(
  request: TwilioRequest,
  url: string,
  promised: 1 | 2 | undefined,
  signal: AbortSignal,
): Promise<RecordingMedia | Gone> {
  const dual = await request(`${url}.wav?RequestedChannels=2`, [200, 400, 404], signal);
  if (dual.status === 200) return mediaOf(dual, false);
  await dual.body?.cancel();
  if (dual.status === 404) return whyMissing(request, url, signal);

  // Told of two, Twilio may have them in a while; the recording itself says how many there are to be.
  if (promised === 2 && (await fetchRecording(request, url, signal))?.channels !== 1) {
    throw new ServiceFailure("channels_differ", "Twilio tells of two channels and has one");
  }
  const mono = await request(`${url}.wav`, [200, 404], signal);
  if (mono.status === 200) return mediaOf(mono, true);
  await mono.body?.cancel();
  return whyMissing(request, url, signal);
}

async function whyMissing(request: TwilioRequest, url: string, signal: AbortSignal): Promise<Gone> {
  const recording = await fetchRecording(request, url, signal);
  if (!recording) throw new ServiceFailure("recording_unknown", "Twilio knows of no such recording");
  const { status } = recording;
  if (status === "deleted" || status === "absent") return { gone: status };
  if (recording.isEncrypted) throw encrypted();
  if (recording.isElsewhere) {
    throw new ServiceFailure("stored_elsewhere", "Twilio stores it at the account's own external storage");
  }
  if (status === "completed") throw new ServiceFailure("media_missing", "completed, but without audio");
  throw new ServiceFailure("still_processing", `its status is ${/^[a-z-]{1,30}$/.test(status) ? status : "unknown"}`);
}

/** What is wrong with audio that is no WAV file: it may be encrypted. */
export async function whyMalformed(
  request: TwilioRequest,
  url: string,
  failure: ServiceFailure,
  signal: AbortSignal,
): Promise<ServiceFailure> {
  return (await fetchRecording(request, url, signal))?.isEncrypted ? encrypted() : failure;
}

function encrypted(): ServiceFailure {
  return new ServiceFailure(
    "encrypted",
    "is encrypted with the account's public key, so it can't be played or checked",
  );
}

function mediaOf(response: Response, isMono: boolean): RecordingMedia {
  const { headers, body } = response;
  const length = headers.get("content-length") ?? "";
  const isPlain = ["identity", ""].includes(headers.get("content-encoding") ?? "");
  const contentLength = isPlain && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
  return { body: withoutLongSilence(body), contentLength, isMono };
}

async function* withoutLongSilence(body: Response["body"]): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const silence = Promise.withResolvers<never>();
      timer = setTimeout(
        () => silence.reject(new ServiceFailure("media_cut", "nothing came for 20 s")),
        silenceMilliseconds,
      );
      const { done, value } = await Promise.race([reader.read(), silence.promise]);
      clearTimeout(timer);
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw error instanceof ServiceFailure
      ? error
      : new ServiceFailure("media_cut", "the connection ended", { cause: error });
  } finally {
    clearTimeout(timer);
    // Nobody waits for the rest, and how its connection ends is no one's concern.
    void reader.cancel().catch(() => {});
  }
}
