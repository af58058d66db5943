import { ProviderError } from "./errors.ts";

/** How long an operation may take where neither the program nor the declaration says, in seconds. */
export const defaultTimeoutSeconds = 300;

// Timers of JavaScript take no more, and go off at once instead.
const longestTimerMilliseconds = 2 ** 31 - 1;

/** Gives every operation a signal that ends it on cancellation or when its time is over. */
export class Operations {
  readonly #cancelled = new AbortController();

  /** Ends all running operations, and every later one at once. */
  cancel(): void {
    this.#cancelled.abort(
      new ProviderError("Cancelled. What was already written is in the state; run the command again to go on."),
    );
  }

  /**
   * Runs one operation within its time.
   * @param seconds The longest duration; 0 or undefined for the default.
   * @param what The name of the custom timeout that the user could raise.
   */
  async run<T>(seconds: number | undefined, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = seconds || defaultTimeoutSeconds;
    const overdue = new AbortController();
    const timer = setTimeout(
      () =>
        overdue.abort(
          new ProviderError(
            `Not done after ${limit} seconds; raise customTimeouts.${what}, or look whether the service is slow.`,
          ),
        ),
      Math.min(limit * 1000, longestTimerMilliseconds),
    );
    const signal = AbortSignal.any([this.#cancelled.signal, overdue.signal]);
    try {
      signal.throwIfAborted();
      return await work(signal);
    } catch (error) {
      // What an aborted request throws says only that it was aborted; the signal knows why.
      throw signal.aborted && !(error instanceof ProviderError) ? signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }
}
