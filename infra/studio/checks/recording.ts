import type { FlowDefinition, State } from "../definition.ts";
import type { Finding } from "../finding.ts";
import { type Graph, recording, spoken } from "./graph.ts";

/**
 * What Twilio's documentation says of Call Recording: incoming calls only, after a Say/Play or Gather
 * (https://www.twilio.com/docs/studio/widget-library/call-recording), and never two at a time.
 */
export function* recordingFindings(definition: FlowDefinition, { known }: Graph): Generator<Finding> {
  for (const { name, type, properties } of definition.states) {
    const before = known.get(name);
    if (before === undefined) continue;
    const path = ["widgets", name];
    if (startsRecording({ type, properties }) && before.sometimes.has(recording)) {
      const reason =
        "starts a second recording beside one that is on; keep one of the two, or switch the first one off";
      yield { severity: "error", path, rule: "recording/second", reason };
    }
    if (type !== "record-call") continue;
    const other = [...before.sometimes].find((fact) => fact.startsWith("trigger.") && fact !== "trigger.call");
    if (!before.always.has("trigger.call") || other !== undefined) {
      const reason = "records what may be no incoming call; lead nothing but the trigger's incomingCall here";
      yield { severity: "error", path, rule: "recording/incoming", reason };
    }
    if (!before.always.has(spoken)) {
      const reason = "may come before anybody was spoken to; put a Say/Play or Gather on every way to it";
      yield { severity: "error", path, rule: "recording/first", reason };
    }
  }
}

/** Voicemail is left out: it is what a caller says to nobody, not another recording of the call. */
function startsRecording({ type, properties }: Pick<State, "type" | "properties">): boolean {
  if (type === "record-call") return properties.record_call === true;
  return (type === "connect-call-to" || type === "make-outgoing-call-v2") && properties.record === true;
}
