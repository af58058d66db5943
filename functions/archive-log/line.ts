import type { InvocationContext } from "../lambda/invocation.ts";

/** The namespace of the archive's metrics. */
export const namespace = "FlexMedia/Archive";

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

export const count = (value: number) => ({ unit: "Count" as const, value });

/**
 * A line for the log, which CloudWatch reads metrics from as well (embedded metric format). Written here rather than
 * by a logging library, so that its keys are a closed set and no log level silences it. Times are in milliseconds
 * since 1970.
 */
export function logLine<R extends object>(
  { record, metrics, byReason = {} }: Line<R>,
  { awsRequestId: requestId = "", functionName = "" }: InvocationContext,
  now: number,
): string {
  const directive = (dimensions: string[], named: Metrics) => ({
    Namespace: namespace,
    Dimensions: [dimensions],
    Metrics: Object.entries(named).map(([Name, { unit }]) => ({ Name, Unit: unit })),
  });
  const directives = [
    directive(["function"], metrics),
    ...(Object.keys(byReason).length > 0 ? [directive(["function", "reason"], byReason)] : []),
  ];
  const values = Object.entries({ ...metrics, ...byReason }).map(([name, { value }]) => [name, value]);
  return JSON.stringify({
    time: new Date(now).toISOString(),
    ...record,
    function: functionName,
    requestId,
    _aws: { Timestamp: now, CloudWatchMetrics: directives },
    ...Object.fromEntries(values),
  });
}
