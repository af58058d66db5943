import { count, type Line } from "../lambda/metric-line.ts";
import type { Decision } from "./decision.ts";

/** One line of the log: which callback came and what became of it. Never a signature, a URL, a number or the body. */
export interface IntakeRecord {
  message: "recording callback";
  outcome: Decision["outcome"];
  status: number;
  reason?: string;
  detail?: string;
  recording?: string;
  call?: string;
  conference?: string;
  source?: string;
  /** False where the note that the recording is expected could not be written. */
  noted?: boolean;
  milliseconds: number;
}

export function intakeLine(decision: Decision, milliseconds: number): Line<IntakeRecord> {
  const { outcome, status, recording } = decision;
  const refusedOrFailed = outcome === "refused" || outcome === "failed";
  const record: IntakeRecord = {
    message: "recording callback",
    outcome,
    status,
    ...(refusedOrFailed && { reason: decision.reason }),
    ...(outcome === "failed" && { detail: decision.detail }),
    ...(recording && { recording }),
    ...(outcome === "enqueued" && enqueuedFields(decision)),
    milliseconds,
  };
  const is = (wanted: Decision["outcome"]) => count(outcome === wanted ? 1 : 0);
  return {
    record,
    metrics: {
      Enqueued: is("enqueued"),
      Absent: is("absent"),
      Ignored: is("ignored"),
      Refused: is("refused"),
      Failed: is("failed"),
      IntakeLatency: { unit: "Milliseconds", value: milliseconds },
    },
    ...(refusedOrFailed && { byReason: { [outcome === "failed" ? "Failed" : "Refused"]: count(1) } }),
  };
}

function enqueuedFields({ message, noted }: Extract<Decision, { outcome: "enqueued" }>) {
  const { callSid, conferenceSid, source } = message;
  return {
    ...(callSid && { call: callSid }),
    ...(conferenceSid && { conference: conferenceSid }),
    ...(source && { source }),
    noted,
  };
}
