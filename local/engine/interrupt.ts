import type { ChildProcess } from "node:child_process";

/**
 * While a command runs, makes every interrupt of this process reach it exactly once, and keeps this process alive
 * until it ended. On a terminal, Ctrl-C reaches the command by itself: it stands in the same process group. Pulumi
 * takes a second interrupt for the order to drop everything, so that one too many does harm.
 *
 * @param signal when it aborts, the command is interrupted, unless what made it abort has just reached the command
 * @returns ends all of this
 */
export function handOnInterrupts(
  child: ChildProcess,
  signal: AbortSignal | undefined,
  onTerminal: boolean = hasTerminal(),
): () => void {
  let isTold = false;
  const onInterrupt = () => {
    isTold = true;
    if (!onTerminal) child.kill("SIGINT");
  };
  const onTerminate = () => {
    isTold = true;
    child.kill("SIGTERM");
  };
  const onAbort = () => {
    // Whoever aborts may do so on the very signal that we have yet to hear of.
    setImmediate(() => {
      if (!isTold) child.kill("SIGINT");
    });
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  signal?.addEventListener("abort", onAbort, { once: true });
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
    signal?.removeEventListener("abort", onAbort);
  };
}

function hasTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}
