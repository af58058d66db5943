import { type AccountSid, isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import { type RecordingMessage, recordingMessage } from "../archive-queue/message.ts";
import type { Form } from "./form.ts";

export type CallbackRefusal =
  | { status: 403; reason: "other_account" }
  | { status: 400; reason: "malformed_recording_sid" | "unknown_status" };

/** What a recording status callback tells. */
export type Callback =
  | { recording: RecordingSid; status: "completed"; message: RecordingMessage }
  | { recording: RecordingSid; status: "in-progress" | "absent" }
  | { refusal: CallbackRefusal };

/**
 * Reads a recording status callback, of a call or of a conference, which has a ConferenceSid and no CallSid.
 * https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
 */
export function readCallback(form: Form, accountSid: AccountSid): Callback {
  if (form.AccountSid !== accountSid) return { refusal: { status: 403, reason: "other_account" } };
  const recording = form.RecordingSid ?? "";
  if (!isRecordingSid(recording)) return { refusal: { status: 400, reason: "malformed_recording_sid" } };
  switch (form.RecordingStatus) {
    case "in-progress":
    case "absent":
      return { recording, status: form.RecordingStatus };
    case "completed":
      return { recording, status: "completed", message: messageOf(form, accountSid, recording) };
    default:
      return { refusal: { status: 400, reason: "unknown_status" } };
  }
}

function messageOf(form: Form, accountSid: AccountSid, recording: RecordingSid): RecordingMessage {
  return recordingMessage(accountSid, recording, {
    callSid: form.CallSid,
    conferenceSid: form.ConferenceSid,
    source: form.RecordingSource,
    channels: form.RecordingChannels,
    duration: form.RecordingDuration,
    startTime: form.RecordingStartTime,
    track: form.RecordingTrack,
  });
}
