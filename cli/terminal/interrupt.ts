import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { Mendable } from "../../local/engine/mendable.ts";

/** The exit code of a command that Ctrl-C has ended, as shells know it. */
export const interrupted = 130;

/** One Ctrl-C can come twice: from the terminal, and from npm, which hands it on. Milliseconds. */
const sameInterrupt = 500;

/**
 * Gives work a signal that Ctrl-C and its like abort, so that it can end in order; a second time ends the process at
 * once. Work that is broken off by the signal is no failure, nor is what a program that it ran, and that the terminal has
 * interrupted as well, then seems to lack.
 */
export async function withInterrupt(work: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  let firstAt: number | undefined;
  const onSignal = () => {
    const now = performance.now();
    if (firstAt !== undefined && now - firstAt > sameInterrupt) process.exit(interrupted);
    if (firstAt !== undefined) return;
    firstAt = now;
    process.stderr.write("\nEnding in order; once more ends at once.\n");
    stop.abort(new Error("interrupted"));
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    await work(stop.signal);
  } catch (error) {
    const isBrokenOff = stop.signal.aborted && error instanceof Mendable;
    if (!isBrokenOff && !isInterruption(error, stop.signal)) throw error;
    process.exitCode = interrupted;
  } finally {
    // An interrupt's twin may still be on the way. It would kill a process that has begun to end, which listens no more.
    if (firstAt !== undefined) await setTimeout(Math.max(0, firstAt + sameInterrupt - performance.now()));
    else for (const signal of signals) process.off(signal, onSignal);
  }
}

/** Whether an error says no more than that the signal was aborted. */
export function isInterruption(error: unknown, stop: AbortSignal): boolean {
  if (!stop.aborted) return false;
  return error === stop.reason || (error instanceof Error && error.name === "AbortError");
}
