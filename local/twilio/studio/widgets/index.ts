import { sendToFlex } from "./flex.ts";
import { runSubflow, setVariables, splitBasedOn } from "./logic.ts";
import { sendAndWaitForReply, sendMessage } from "./messages.ts";
import { makeOutgoingCall } from "./outgoing-call.ts";
import { makeHttpRequest, runFunction } from "./requests.ts";
import { connectCallTo, gatherInputOnCall, recordCall, recordVoicemail, sayPlay } from "./voice.ts";
import type { Widget } from "./widget.ts";

/** The widgets that can be run, by Studio's names for their types. */
export const widgets: ReadonlyMap<string, Widget> = new Map<string, Widget>([
  ["connect-call-to", connectCallTo],
  ["gather-input-on-call", gatherInputOnCall],
  ["make-http-request", makeHttpRequest],
  ["make-outgoing-call-v2", makeOutgoingCall],
  ["record-call", recordCall],
  ["record-voicemail", recordVoicemail],
  ["run-function", runFunction],
  ["run-subflow", runSubflow],
  ["say-play", sayPlay],
  ["send-and-wait-for-reply", sendAndWaitForReply],
  ["send-message", sendMessage],
  ["send-to-flex", sendToFlex],
  ["set-variables", setVariables],
  ["split-based-on", splitBasedOn],
]);
