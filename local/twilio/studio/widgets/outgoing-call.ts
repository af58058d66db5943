import { changeCall } from "../../calls/lifecycle.ts";
import { addCall, answeringScript } from "../../calls/new-call.ts";
import { callParameters } from "../../calls/parameters.ts";
import { startRecording } from "../../calls/recording.ts";
import type { Outcome, Running } from "./widget.ts";

/** The contact always answers. https://www.twilio.com/docs/studio/widget-library/make-outgoing-call */
export function makeOutgoingCall(running: Running): Outcome {
  const { account, execution, text, properties, name } = running;
  const [to, from] = [text("to"), text("from")];
  if (to === "" || from === "") return { event: "failed", warning: `${name}: from and to are both needed` };
  const call = addCall(account, { to, from, direction: "outbound-api", script: answeringScript });
  changeCall(account, call.sid, { status: "in-progress" });
  account.state.change(({ executions }) => {
    const held = executions.executions.find(({ sid }) => sid === execution.sid);
    if (held) held.call_sid = call.sid;
  });
  if (properties.record === true || properties.record === "true") {
    const url = text("recording_status_callback");
    startRecording(account, call, {
      source: "OutboundAPI",
      channels: text("recording_channels") === "dual" ? 2 : 1,
      trim: text("trim") === "do-not-trim" ? "do-not-trim" : "trim-silence",
      callback: url === "" ? null : { url, method: "POST", events: ["completed"] },
    });
  }
  return { event: "answered", fields: { ...callParameters(account, call), CallStatus: "in-progress" } };
}
