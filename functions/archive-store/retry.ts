import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceFailure } from "../lambda/service-failure.ts";

export interface Backoff {
  /** How often something is tried altogether. */
  attempts: number;
  /** The longest wait before the second try, in milliseconds; it doubles with each. */
  base: number;
  /** The longest wait of all, in milliseconds. */
  longest: number;
  /** From 0 up to 1. */
  random(): number;
}

/** Milliseconds before the next try: anything from none to the longest, so that many clients don't come all at once. */
export function fullJitter(attempt: number, { base, longest, random }: Pick<Backoff, "base" | "longest" | "random">) {
  return Math.round(random() * Math.min(longest, base * 2 ** (attempt - 1)));
}

/**
 * Tries again where that may help and there is time, no sooner than the service asks for.
 * @throws what the last try threw
 */
export async function retrying<T>(
  work: (attempt: number) => Promise<T>,
  mayHelp: (error: unknown) => error is ServiceFailure,
  backoff: Backoff,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= backoff.attempts || signal.aborted || !mayHelp(error)) throw error;
      const asked = error.retryAfter ?? 0;
      // What asks for more patience than that comes back by the queue.
      if (asked > backoff.longest) throw error;
      const woken = await sleep(asked + fullJitter(attempt, backoff), true, { signal }).catch(() => false);
      if (!woken) throw error;
    }
  }
}
