import { connectCallToKind } from "./connect-call-to.ts";
import { gatherInputOnCallKind } from "./gather-input-on-call.ts";
import { makeHttpRequestKind } from "./make-http-request.ts";
import { makeOutgoingCallKind } from "./make-outgoing-call-v2.ts";
import { recordCallKind } from "./record-call.ts";
import { recordVoicemailKind } from "./record-voicemail.ts";
import { runFunctionKind } from "./run-function.ts";
import { runSubflowKind } from "./run-subflow.ts";
import { sayPlayKind } from "./say-play.ts";
import { sendAndWaitForReplyKind } from "./send-and-wait-for-reply.ts";
import { sendMessageKind } from "./send-message.ts";
import { sendToFlexKind } from "./send-to-flex.ts";
import { setVariablesKind } from "./set-variables.ts";
import { splitBasedOnKind } from "./split-based-on.ts";
import { triggerKind } from "./trigger.ts";
import type { Kind } from "./widget.ts";

const known: readonly Kind[] = [
  triggerKind,
  recordCallKind,
  sendToFlexKind,
  recordVoicemailKind,
  runFunctionKind,
  connectCallToKind,
  splitBasedOnKind,
  makeHttpRequestKind,
  sayPlayKind,
  setVariablesKind,
  gatherInputOnCallKind,
  makeOutgoingCallKind,
  runSubflowKind,
  sendMessageKind,
  sendAndWaitForReplyKind,
];

/** Every type of widgets that can be checked, by Studio's name for it. */
export const kinds: ReadonlyMap<string, Kind> = new Map(known.map((kind) => [kind.type, kind]));
