import type { Account } from "../../account.ts";
import { showRecording } from "../../api/recordings-state.ts";
import { answerCall, callBySid } from "../../calls/lifecycle.ts";
import { callParameters } from "../../calls/parameters.ts";
import { finishRecording, startRecording } from "../../calls/recording.ts";
import { type Call, callbackEvents, isOver } from "../../calls/state.ts";
import type { JsonObject } from "../../http/parameters.ts";
import type { Outcome, Running, Widget } from "./widget.ts";

/** A widget for calls alone; what it makes of one is heard, so the call is answered. */
export function onCall(widget: (running: Running, call: Call) => Outcome): Widget {
  return onAnyCall((running, call) => {
    answerCall(running.account, call);
    return widget(running, callBySid(running.account, call.sid) ?? call);
  });
}

function onAnyCall(widget: (running: Running, call: Call) => Outcome): Widget {
  return (running) => {
    const call = callBySid(running.account, running.execution.call_sid);
    if (!call || isOver(call)) return { stops: `${running.name}: there is no call` };
    return widget(running, call);
  };
}

/** https://www.twilio.com/docs/studio/widget-library/sayplay */
export const sayPlay = onCall(() => ({ event: "audioComplete" }));

/** https://www.twilio.com/docs/studio/widget-library/gather-input-call */
export const gatherInputOnCall = onCall(({ account }, call) => {
  const [answer, ...answers] = call.script.answers;
  account.state.change(({ calls }) => {
    const held = calls.find(({ sid }) => sid === call.sid);
    if (held) held.script.answers = answers;
  });
  const fields = callParameters(account, call);
  if (answer && "digits" in answer) return { event: "keypress", fields: { ...fields, Digits: answer.digits } };
  if (!answer || "silence" in answer) return { event: "timeout", fields };
  const Confidence = String(answer.confidence ?? 0.9);
  return { event: "speech", fields: { ...fields, SpeechResult: answer.speech, Confidence } };
});

/**
 * Call Recording: for incoming calls that have been answered, which Say/Play and Gather do.
 * https://www.twilio.com/docs/studio/widget-library/call-recording
 */
export const recordCall = onAnyCall((running, call) => {
  const { account, name, properties } = running;
  if (call.direction !== "inbound") return failed(`${name}: only incoming calls can be recorded`);
  if (call.status !== "in-progress") return failed(`${name}: call is not in-progress, cannot record (21220)`);
  const on = properties.record_call === true || properties.record_call === "true";
  if (!on) return stopRecording(account, call, name);
  const recording = startRecording(account, call, {
    source: "StartCallRecordingAPI",
    channels: running.text("recording_channels") === "mono" ? 1 : 2,
    trim: trimOf(running),
    callback: callbackOf(running, "recording_status_callback"),
  });
  return { event: "success", fields: pascalCase(showRecording(account, recording)) };
});

function stopRecording(account: Account, call: Call, name: string): Outcome {
  const going = call.recordings.findLast(({ sid }) => {
    const held = account.state.current.recordings.find((recording) => recording.sid === sid);
    return held?.source === "StartCallRecordingAPI" && held.status === "in-progress";
  });
  if (!going) return failed(`${name}: there is no recording to stop`);
  finishRecording(account, call, going);
  const stopped = account.state.current.recordings.find(({ sid }) => sid === going.sid);
  return { event: "success", fields: stopped ? pascalCase(showRecording(account, stopped)) : {} };
}

function failed(warning: string): Outcome {
  return { event: "failed", warning };
}

/** https://www.twilio.com/docs/studio/widget-library/record-voicemail */
export const recordVoicemail = onCall((running, call) => {
  const { account } = running;
  if (call.script.seconds === 0) return { event: "noAudio" };
  const recording = startRecording(account, call, {
    source: "RecordVerb",
    channels: 1,
    trim: trimOf(running),
    callback: callbackOf(running, "recording_status_callback_url"),
  });
  const shown = finished(account, call, recording.sid);
  const about = { RecordingSid: shown.sid, RecordingUrl: shown.media_url, RecordingDuration: shown.duration };
  return {
    event: shown.status === "completed" ? "recordingComplete" : "noAudio",
    fields: { ...callParameters(account, call), ...pascalCase(shown), ...about },
  };
});

/** The other party answers, and both talk. https://www.twilio.com/docs/studio/widget-library/connect-call */
export const connectCallTo = onCall((running, call) => {
  const { account, properties } = running;
  const records = properties.record === true || properties.record === "true";
  const recording =
    records && startRecording(account, call, { source: "DialVerb", channels: 1, trim: "do-not-trim", callback: null });
  const shown = recording ? finished(account, call, recording.sid) : undefined;
  return {
    event: "callCompleted",
    fields: {
      ...callParameters(account, call),
      DialCallStatus: "completed",
      DialCallDuration: String(Math.ceil(call.script.seconds)),
      ...(shown ? { RecordingUrl: shown.media_url } : {}),
    },
  };
});

function finished(account: Account, call: Call, sid: string) {
  const now = callBySid(account, call.sid) ?? call;
  const kept = now.recordings.find((recording) => recording.sid === sid);
  if (kept) finishRecording(account, now, kept);
  const recording = account.state.current.recordings.find((held) => held.sid === sid);
  if (!recording) throw new Error(`${sid} is not there`);
  return showRecording(account, recording);
}

function trimOf({ text }: Running): "trim-silence" | "do-not-trim" {
  return text("trim") === "trim-silence" ? "trim-silence" : "do-not-trim";
}

/** Without a list of events, a recording is told of when it is complete. */
function callbackOf({ text }: Running, property: string) {
  const url = text(property);
  // A URL that is none gets no callbacks, and recording goes on: https://www.twilio.com/docs/api/errors/13256
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) return null;
  const asked = text("recording_status_callback_events").split(/[\s,]+/);
  const events = callbackEvents.filter((event) => asked.includes(event));
  const method =
    text("recording_status_callback_method").toUpperCase() === "GET" ? ("GET" as const) : ("POST" as const);
  return { url, method, events: events.length > 0 ? events : ["completed" as const] };
}

/** Names as Studio's variables have them. */
function pascalCase(resource: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      typeof value === "number" ? String(value) : value,
    ]),
  );
}
