import type { InvocationContext } from "../lambda/invocation.ts";
import { type Line, metricLine } from "../lambda/metric-line.ts";

/** The namespace of the archive's metrics, which its alarms look into. */
export const namespace = "FlexMedia/Archive";

/** A line of the archive's log, with its metrics. */
export function logLine<R extends object>(line: Line<R>, context: InvocationContext, now: number): string {
  return metricLine(namespace, line, context, now);
}
