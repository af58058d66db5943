/** The part of Lambda's context that handlers use. */
export interface InvocationContext {
  awsRequestId?: string;
  functionName?: string;
  getRemainingTimeInMillis?(): number;
}

export interface TimeLimit {
  /** Kept for what comes after the work, such as the answer, in milliseconds. */
  reserved: number;
  /** The most that the work may take, in milliseconds. */
  longest: number;
}

/** Milliseconds that the work of an invocation has. */
export function timeFor(context: InvocationContext, { reserved, longest }: TimeLimit): number {
  const remaining = (context.getRemainingTimeInMillis?.() ?? longest + reserved) - reserved;
  return Math.max(1, Math.min(remaining, longest));
}

/** Aborts in time for the rest of an invocation. */
export function deadline(context: InvocationContext, limit: TimeLimit): AbortSignal {
  return AbortSignal.timeout(timeFor(context, limit));
}
