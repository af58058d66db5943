import { setTimeout as sleep } from "node:timers/promises";

/** A failure after which the same request may be sent again. */
export interface Retryable {
  /** What the server asked for in Retry-After, in milliseconds. */
  afterMs?: number | undefined;
}

export interface RetryPolicy {
  maxRetries: number;
  /** The first wait's upper bound, doubled each time. */
  baseMs: number;
  maxMs: number;
  random(): number;
}

// Timers know no longer wait; a longer one would not wait at all.
const longestMs = 2 ** 31 - 1;

export const defaultBackoff = { baseMs: 250, maxMs: 10_000, random: Math.random };

/**
 * Repeats work that failed in passing, with full jitter: each wait is drawn between nothing and a bound
 * that doubles, so that many clients do not come back together. A server's Retry-After is the least wait.
 * An abort ends the wait with the signal's reason.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  retryable: (error: unknown) => Retryable | undefined,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const again = signal.aborted || attempt >= policy.maxRetries ? undefined : retryable(error);
      if (again === undefined) throw error;
      const bound = Math.min(policy.maxMs, policy.baseMs * 2 ** attempt);
      const wait = Math.min(longestMs, (again.afterMs ?? 0) + policy.random() * bound);
      // The signal knows better than the timer why it was aborted.
      await sleep(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

/** Reads a Retry-After header: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
