import type { Decision } from "./decision.ts";

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
  requestId: string;
  milliseconds: number;
}

export function auditRecord(decision: Decision, requestId: string, startedAt: number, now: number): AuditRecord {
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
    requestId,
    milliseconds: now - startedAt,
  };
}
