import type { Account } from "../account.ts";
import { type Recording, showRecording } from "../api/recordings-state.ts";
import { durationSeconds, parseWav } from "../api/wav.ts";
import { rfc2822 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { audioOf } from "./audio.ts";
import type { Call, CallRecording } from "./state.ts";

export interface NewCallRecording {
  readonly source: Recording["source"];
  readonly channels: 1 | 2;
  readonly trim: CallRecording["trim"];
  readonly callback: CallRecording["callback"];
  /** The conference that is recorded, where it isn't the call. */
  readonly conferenceSid?: string;
}

/** Too short to be kept: https://www.twilio.com/docs/api/errors/16101 */
const tooShort = 16_101;

/** Begins to record; tells so where that was asked for. */
export function startRecording(account: Account, call: Call, given: NewCallRecording): Recording {
  const now = account.now().toISOString();
  const recording: Recording = {
    sid: randomSid("RE"),
    call_sid: call.sid,
    conference_sid: given.conferenceSid ?? null,
    channels: given.channels,
    source: given.source,
    status: "in-progress",
    duration: null,
    price: null,
    error_code: null,
    start_time: now,
    date_created: now,
    date_updated: now,
  };
  const { trim, callback } = given;
  account.state.change((draft) => {
    draft.recordings.push(recording);
    draft.calls.find(({ sid }) => sid === call.sid)?.recordings.push({ sid: recording.sid, trim, callback });
  });
  tell(account, recording, callback);
  return recording;
}

/** Ends a recording that goes on: it is complete, or absent where there was nothing to hear. */
export function finishRecording(account: Account, call: Call, { sid, trim, callback }: CallRecording): void {
  const recording = account.state.current.recordings.find((held) => held.sid === sid);
  if (!recording || !["in-progress", "paused", "stopped"].includes(recording.status)) return;
  const channels = recording.channels === 1 ? 1 : 2;
  const audio = audioOf(account.media.read(call.sid), call.script.seconds, { channels, trim });
  const done: Recording = {
    ...recording,
    date_updated: account.now().toISOString(),
    ...(audio
      ? { status: "completed", duration: Math.ceil(durationSeconds(parseWav(audio))) }
      : { status: "absent", error_code: tooShort }),
  };
  if (audio) account.media.write(sid, audio);
  account.state.change(({ recordings }) => {
    recordings[recordings.findIndex((held) => held.sid === sid)] = done;
  });
  tell(account, done, callback);
}

/** https://www.twilio.com/docs/voice/api/recording#recording-status-callback */
function tell(account: Account, recording: Recording, callback: CallRecording["callback"]): void {
  const { status } = recording;
  if (!callback?.events.some((event) => event === status)) return;
  const subject = recording.conference_sid ?? recording.call_sid;
  const content = { form: formOf(account, recording) };
  const { url, method } = callback;
  account.work.begin(() => account.callbacks.send(subject, { kind: "recording-status", url, method, content }));
}

/** A conference is told by its own SID, and its recording has no track. */
function formOf(account: Account, recording: Recording): Record<string, string> {
  const { conference_sid: conference, duration, error_code: error } = recording;
  return {
    AccountSid: account.sid,
    ...(conference === null ? { CallSid: recording.call_sid } : { ConferenceSid: conference }),
    RecordingSid: recording.sid,
    RecordingUrl: showRecording(account, recording).media_url,
    RecordingStatus: recording.status,
    ...(duration === null ? {} : { RecordingDuration: String(duration) }),
    RecordingChannels: String(recording.channels),
    RecordingStartTime: rfc2822(new Date(recording.start_time)),
    RecordingSource: recording.source,
    ...(conference === null ? { RecordingTrack: "both" } : {}),
    ErrorCode: String(error ?? 0),
  };
}
