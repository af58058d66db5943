import type { Decision } from "./decision.ts";
import { type EmbeddedMetrics, embeddedMetrics } from "./metrics.ts";

/** One line of the log: who asked for what, what came of it and why. Never a token, a URL or a header. */
export interface AuditRecord {
  time: string;
  message: "playback decision";
  decision: Decision["outcome"];
  status: number;
  reason: string;
  detail?: string;
  recording?: string;
  worker?: string;
  roles?: readonly string[];
  /** Twilio's answer to this token was remembered, for at most a minute. */
  tokenRemembered?: true;
  /** The function's name, which the metrics go by. */
  function: string;
  requestId: string;
  milliseconds: number;
}

/** What a record says beyond the decision itself. Times are in milliseconds since 1970. */
export interface Circumstances {
  functionName: string;
  requestId: string;
  startedAt: number;
  now: number;
}

/**
 * A decision as a line for the log, which CloudWatch reads its metrics from as well. Written here rather than
 * by a logging library, so that its keys are this closed set, and no log level or variable adds to it, silences
 * it, or parts the metrics from what they count.
 */
export function auditLine(decision: Decision, circumstances: Circumstances): string {
  const record: AuditRecord & EmbeddedMetrics = {
    ...auditRecord(decision, circumstances),
    ...embeddedMetrics(decision, circumstances.now),
  };
  return JSON.stringify(record);
}

function auditRecord(decision: Decision, { functionName, requestId, startedAt, now }: Circumstances): AuditRecord {
  const { outcome, status, recording, listener } = decision;
  return {
    time: new Date(now).toISOString(),
    message: "playback decision",
    decision: outcome,
    status,
    reason: outcome === "allowed" ? "allowed" : decision.reason,
    ...(outcome === "failed" && { detail: decision.detail }),
    ...(recording && { recording }),
    ...(listener?.worker && { worker: listener.worker }),
    ...(listener && { roles: listener.roles }),
    ...(decision.tokenRemembered && { tokenRemembered: true }),
    function: functionName,
    requestId,
    milliseconds: now - startedAt,
  };
}
