import { once } from "node:events";
import { readFileSync } from "node:fs";
import { isAlive } from "../is-alive.ts";

const pollMilliseconds = 500;

/**
 * Ends this process's work when it should: on Ctrl-C and its like, and when the npm that started it is
 * gone, which no signal tells.
 */
export class Lifetime {
  readonly #ended = new AbortController();
  readonly #watch: NodeJS.Timeout;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => this.#end(signal));
    const starters = startersOf(process.pid);
    this.#watch = setInterval(() => {
      if (starters.some((pid) => !isAlive(pid))) this.#end("the process that started this one is gone");
    }, pollMilliseconds).unref();
  }

  /** Aborted when the work is to end. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Resolves when the work is to end. */
  async ended(): Promise<void> {
    // A pending promise alone keeps no process alive.
    const keepAlive = setInterval(() => {}, 2 ** 30);
    if (!this.signal.aborted) await once(this.signal, "abort");
    clearInterval(keepAlive);
  }

  #end(reason: string): void {
    clearInterval(this.#watch);
    this.#ended.abort(new Error(reason));
  }
}

/** The shell that runs npm's script line, and npm: none where npm did not start this process or /proc can't tell. */
function startersOf(pid: number): number[] {
  if (process.env.npm_lifecycle_event === undefined) return [];
  const shell = parentOf(pid);
  const npm = shell === undefined ? undefined : parentOf(shell);
  return [shell, npm].filter((starter) => starter !== undefined && starter > 1) as number[];
}

function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid;
  try {
    // The name in parentheses may hold anything, so the fields count from its end.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return Number(fields?.[1]) || undefined;
  } catch {
    return undefined;
  }
}
