import type { FlowDefinition } from "../definition.ts";
import { type Finding, FlowError } from "../finding.ts";

/** What records calls, as the settings say (`flex-media:recording.mechanism`); `undefined` where they say nothing. */
export type RecordingMechanism = "native" | "studio" | "plugin" | undefined;

/** Call Recording where something else is to record: each call would be recorded twice. */
export function* mechanismFindings(definition: FlowDefinition, mechanism: RecordingMechanism): Generator<Finding> {
  if (mechanism === "studio") return;
  for (const { name, type, properties } of definition.states) {
    if (type !== "record-call" || properties.record_call !== true) continue;
    yield { severity: "error", path: ["widgets", name], rule: "recording/mechanism", reason: reasons[mechanism ?? ""] };
  }
}

const remedy = "take the widget out, or set flex-media:recording.mechanism to studio";
const reasons = {
  native: `records calls that Flex records as well (flex-media:recording.mechanism is native); ${remedy}`,
  plugin: `records calls that a plugin records as well (flex-media:recording.mechanism is plugin); ${remedy}`,
  "": `records calls, which Flex may do as well (flex-media:recording is not set); ${remedy}`,
} as const;

/** @throws {FlowError} naming every widget that records beside another mechanism. */
export function refuseOtherMechanism(definition: FlowDefinition, mechanism: RecordingMechanism): void {
  const findings = [...mechanismFindings(definition, mechanism)];
  if (findings.length > 0) throw new FlowError(definition.description, findings);
}
