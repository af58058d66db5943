import { z } from "zod";
import type { Account } from "../account.ts";
import { rfc2822 } from "../http/timestamps.ts";
import { Mistake } from "../mistake.ts";
import { randomSid } from "../state/sids.ts";
import type { Slice } from "../state/store.ts";
import { whole } from "../state/whole.ts";
import { durationSeconds, parseWav, type Wav } from "./wav.ts";

export const recordingSources = [
  "DialVerb",
  "Conference",
  "OutboundAPI",
  "Trunking",
  "RecordVerb",
  "StartCallRecordingAPI",
  "StartConferenceRecordingAPI",
] as const;

export const recordingStatuses = [
  "in-progress",
  "paused",
  "stopped",
  "processing",
  "completed",
  "absent",
  "deleted",
] as const;

const recordingSchema = z.strictObject({
  sid: z.string(),
  call_sid: z.string(),
  conference_sid: z.string().nullable(),
  channels: z.int(),
  source: z.enum(recordingSources),
  status: z.enum(recordingStatuses),
  /** Seconds; null until the recording is complete. */
  duration: z.int().nullable(),
  price: z.string().nullable(),
  error_code: z.int().nullable(),
  /** Times are ISO 8601 here, and RFC 2822 in the API. */
  start_time: z.iso.datetime(),
  date_created: z.iso.datetime(),
  date_updated: z.iso.datetime(),
});

export type Recording = z.infer<typeof recordingSchema>;

/** All recordings of the account, deleted ones too. */
export const recordingsSlice: Slice<Recording[]> = { schema: z.array(recordingSchema), fresh: () => [] };

const voiceSettingsSchema = z.strictObject({ httpAuthOnMedia: z.boolean() });
export type VoiceSettings = z.infer<typeof voiceSettingsSchema>;

/** The Console's voice settings, which have no API. New accounts ask for authentication on media URLs. */
export const voiceSettingsSlice: Slice<VoiceSettings> = {
  schema: voiceSettingsSchema,
  fresh: () => ({ httpAuthOnMedia: true }),
};

/** What a recording is made from, besides its audio; all has a default. */
export const newRecordingSchema = recordingSchema
  .pick({ sid: true, call_sid: true, conference_sid: true, source: true, status: true, price: true, error_code: true })
  .extend({ start_time: z.iso.datetime(), date_created: z.iso.datetime() })
  .partial();

export type NewRecording = z.infer<typeof newRecordingSchema>;

/**
 * Adds a recording, with its audio (WAV, 16-bit PCM, one or two channels) or, for one that isn't complete, without.
 * @throws Mistake for audio that can't be used, and for a SID that exists
 */
export function addRecording(account: Account, given: NewRecording, audio: Buffer | undefined): Recording {
  const status = given.status ?? (audio ? "completed" : "in-progress");
  if ((status === "completed") !== (audio !== undefined)) {
    throw new Mistake(`status: a recording has audio when, and only when, it is completed, not when ${status}`);
  }
  const wav = audio && readAudio(audio);
  const duration = wav ? Math.ceil(durationSeconds(wav)) : null;
  const now = account.now().toISOString();
  const created = given.date_created ?? now;
  const recording: Recording = {
    sid: given.sid ?? randomSid("RE"),
    call_sid: given.call_sid ?? randomSid("CA"),
    conference_sid: given.conference_sid ?? null,
    channels: wav?.channels ?? 2,
    source: given.source ?? (given.conference_sid ? "Conference" : "DialVerb"),
    status,
    duration,
    price: given.price ?? null,
    error_code: given.error_code ?? null,
    start_time: given.start_time ?? created,
    date_created: created,
    date_updated: given.date_created ?? now,
  };
  if (account.state.current.recordings.some(({ sid }) => sid === recording.sid)) {
    throw new Mistake(`sid: ${recording.sid} exists; choose another, or leave it out`);
  }
  if (audio) account.media.write(recording.sid, audio);
  account.state.change((draft) => draft.recordings.push(recording));
  return recording;
}

/** Adds many recordings at once, or none of them where one can't be: one by one each would copy all of the others. */
export function addRecordings(
  account: Account,
  given: readonly { recording: NewRecording; audio: Buffer | undefined }[],
): Recording[] {
  return whole(account, (draft) => given.map(({ recording, audio }) => addRecording(draft, recording, audio)));
}

function readAudio(audio: Buffer): Wav {
  try {
    return parseWav(audio);
  } catch (error) {
    throw new Mistake(`audio: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** Removes every trace; false when there is no such recording. */
export function purgeRecording(account: Account, sid: string): boolean {
  const found = account.state.change((draft) => {
    const at = draft.recordings.findIndex((recording) => recording.sid === sid);
    if (at >= 0) draft.recordings.splice(at, 1);
    return at >= 0;
  });
  account.media.remove(sid);
  return found;
}

/** A recording as the API shows it: https://www.twilio.com/docs/voice/api/recording */
export function showRecording(account: Account, recording: Recording) {
  const path = `/2010-04-01/Accounts/${account.sid}/Recordings/${recording.sid}`;
  return {
    account_sid: account.sid,
    api_version: "2010-04-01",
    call_sid: recording.call_sid,
    conference_sid: recording.conference_sid,
    channels: recording.channels,
    date_created: rfc2822(new Date(recording.date_created)),
    date_updated: rfc2822(new Date(recording.date_updated)),
    start_time: rfc2822(new Date(recording.start_time)),
    price: recording.price,
    price_unit: recording.status === "in-progress" ? null : "USD",
    duration: recording.duration === null ? null : String(recording.duration),
    sid: recording.sid,
    source: recording.source,
    status: recording.status,
    error_code: recording.error_code,
    uri: `${path}.json`,
    subresource_uris: { add_on_results: `${path}/AddOnResults.json`, transcriptions: `${path}/Transcriptions.json` },
    encryption_details: null,
    media_url: `https://api.twilio.com${path}`,
  };
}

export type RecordingResource = ReturnType<typeof showRecording>;
