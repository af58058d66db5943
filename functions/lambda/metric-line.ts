import type { InvocationContext } from "./invocation.ts";

export type Unit = "Count" | "Bytes" | "Seconds" | "Milliseconds";

/** A metric's name, unit and value. */
export type Metrics = Readonly<Record<string, { unit: Unit; value: number }>>;

export interface Line<R extends object> {
  /** What the line tells; its keys are a closed set. */
  record: R;
  /** Counted by function. */
  metrics: Metrics;
  /** Counted by function and the record's `reason` as well. */
  byReason?: Metrics;
}

/** What CloudWatch looks for in a line: which of the line's own keys are metrics and dimensions. */
export interface EmbeddedMetrics {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: Unit }[] }[];
  };
}

export const count = (value: number) => ({ unit: "Count" as const, value });

/**
 * A line for the log, which CloudWatch reads metrics from as well (embedded metric format). Written here rather than
 * by a logging library, so that its keys are the record's closed set, and no log level or variable adds to it,
 * silences it, or parts the metrics from what they count.
 */
export function metricLine<R extends object>(
  Namespace: string,
  { record, metrics, byReason }: Line<R>,
  { awsRequestId: requestId = "", functionName = "" }: InvocationContext,
  now: number,
): string {
  const directive = (dimensions: string[], named: Metrics) => ({
    Namespace,
    Dimensions: [dimensions],
    Metrics: Object.entries(named).map(([Name, { unit }]) => ({ Name, Unit: unit })),
  });
  const embedded: EmbeddedMetrics = {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        directive(["function"], metrics),
        ...(byReason ? [directive(["function", "reason"], byReason)] : []),
      ],
    },
  };
  const values = Object.entries({ ...metrics, ...byReason }).map(([name, { value }]) => [name, value]);
  return JSON.stringify({
    time: new Date(now).toISOString(),
    ...record,
    function: functionName,
    requestId,
    ...embedded,
    ...Object.fromEntries(values),
  });
}
