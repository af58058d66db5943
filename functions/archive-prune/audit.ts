import { count, type Line } from "../lambda/metric-line.ts";
import type { Pruned } from "./prune.ts";

/** One line of the log for each recording that was deleted at Twilio or could not be; those that stay make none. */
export interface PruneRecord {
  message: "recording at Twilio";
  outcome: Pruned["outcome"];
  recording: string;
  reason?: string;
  detail?: string;
  /** Of what the bucket has. */
  bytes?: number;
  sha256?: string;
}

/** What a run did; of those that stay, how many for which reason. */
export interface PruneReport {
  message: "recordings deleted at Twilio";
  outcome: "done" | "off" | "failed";
  reason?: string;
  detail?: string;
  deleted: number;
  failed: number;
  kept: Readonly<Record<string, number>>;
}

export function pruneLine(pruned: Exclude<Pruned, { outcome: "kept" }>): Line<PruneRecord> {
  const isDeleted = pruned.outcome === "deleted";
  return {
    record: { message: "recording at Twilio", ...pruned },
    metrics: { DeletedAtTwilio: count(isDeleted ? 1 : 0), PruneFailed: count(isDeleted ? 0 : 1) },
    ...(!isDeleted && { byReason: { PruneFailed: count(1) } }),
  };
}

export function reportLine(report: PruneReport): Line<PruneReport> {
  const kept = Object.values(report.kept).reduce((sum, one) => sum + one, 0);
  // A run that failed as a whole returns as any other, so that nobody but this metric tells of it.
  const hasFailed = report.outcome === "failed";
  return { record: report, metrics: { KeptAtTwilio: count(kept), PruneFailed: count(hasFailed ? 1 : 0) } };
}
