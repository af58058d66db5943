import type { InvocationContext } from "../lambda/invocation.ts";
import { count, type Metrics, metricLine } from "../lambda/metric-line.ts";
import type { Decision } from "./decision.ts";

/** One line of the log: who asked for what, what came of it and why. Never a token, a URL or a header. */
export interface AuditRecord {
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
  milliseconds: number;
}

/** The namespace that infra/playback's alarms look into. */
const namespace = "FlexMedia/Playback";

/** A decision as a line for the log, with its metrics. Times are in milliseconds since 1970. */
export function auditLine(
  decision: Decision,
  context: InvocationContext,
  { startedAt, now }: { startedAt: number; now: number },
): string {
  const { outcome } = decision;
  const byReason = { [outcome === "denied" ? "Denied" : "Failed"]: count(1) };
  const line = {
    record: auditRecord(decision, now - startedAt),
    metrics: metricsOf(decision),
    ...(outcome !== "allowed" && { byReason }),
  };
  return metricLine(namespace, line, context, now);
}

function auditRecord(decision: Decision, milliseconds: number): AuditRecord {
  const { outcome, status, recording, listener } = decision;
  return {
    message: "playback decision",
    decision: outcome,
    status,
    reason: outcome === "allowed" ? "allowed" : decision.reason,
    ...(outcome === "failed" && { detail: decision.detail }),
    ...(recording && { recording }),
    ...(listener?.worker && { worker: listener.worker }),
    ...(listener && { roles: listener.roles }),
    ...(decision.tokenRemembered && { tokenRemembered: true }),
    milliseconds,
  };
}

/** A service's latency is there where it was asked: Twilio with Secrets Manager, and the bucket. */
function metricsOf({ outcome, upstream = {} }: Decision): Metrics {
  const { token, storage } = upstream;
  const is = (wanted: Decision["outcome"]) => count(outcome === wanted ? 1 : 0);
  return {
    Allowed: is("allowed"),
    Denied: is("denied"),
    Failed: is("failed"),
    ...(token !== undefined && { TokenValidationLatency: { unit: "Milliseconds", value: token } }),
    ...(storage !== undefined && { StorageLatency: { unit: "Milliseconds", value: storage } }),
  };
}
