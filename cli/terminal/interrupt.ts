import process from "node:process";

/** The exit code of a command that Ctrl-C has ended, as shells know it. */
export const interrupted = 130;

/**
 * Gives work a signal that Ctrl-C and its like abort, so that it can end in order; a second time ends the process at
 * once.
 */
export async function withInterrupt<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(interrupted);
    process.stderr.write("\nEnding in order; once more ends at once.\n");
    stop.abort(new Error("interrupted"));
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work(stop.signal);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
