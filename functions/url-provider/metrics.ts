import type { Decision } from "./decision.ts";

/**
 * Metrics inside a line of the log, in CloudWatch's embedded metric format: `_aws` names the values and
 * dimensions among the line's own keys.
 */
export interface EmbeddedMetrics {
  _aws: { Timestamp: number; CloudWatchMetrics: MetricDirective[] };
  Allowed: 0 | 1;
  Denied: 0 | 1;
  Failed: 0 | 1;
  /** Milliseconds that Twilio took, and Secrets Manager where it was asked; absent where the token was remembered. */
  TokenValidationLatency?: number;
  /** Milliseconds that the bucket took. */
  StorageLatency?: number;
}

interface MetricDirective {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string; Unit: "Count" | "Milliseconds" }[];
}

/** The namespace that infra/playback's alarms look into. */
const namespace = "FlexMedia/Playback";

export function embeddedMetrics({ outcome, upstream = {} }: Decision, now: number): EmbeddedMetrics {
  const latencies = {
    ...(upstream.token !== undefined && { TokenValidationLatency: upstream.token }),
    ...(upstream.storage !== undefined && { StorageLatency: upstream.storage }),
  };
  const counts = {
    Allowed: outcome === "allowed" ? 1 : 0,
    Denied: outcome === "denied" ? 1 : 0,
    Failed: outcome === "failed" ? 1 : 0,
  } as const;
  const all: MetricDirective = {
    Namespace: namespace,
    Dimensions: [["function"]],
    Metrics: [
      ...Object.keys(counts).map((Name) => ({ Name, Unit: "Count" as const })),
      ...Object.keys(latencies).map((Name) => ({ Name, Unit: "Milliseconds" as const })),
    ],
  };
  const byReason: MetricDirective = {
    Namespace: namespace,
    Dimensions: [["function", "reason"]],
    Metrics: [{ Name: outcome === "denied" ? "Denied" : "Failed", Unit: "Count" }],
  };
  return {
    _aws: { Timestamp: now, CloudWatchMetrics: outcome === "allowed" ? [all] : [all, byReason] },
    ...counts,
    ...latencies,
  };
}
