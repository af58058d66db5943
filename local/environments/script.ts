import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { handOnInterrupts } from "../engine/interrupt.ts";
import type { PulumiResult } from "../engine/run.ts";

export interface ScriptOptions {
  /** The project that the script is of, and runs in. */
  project: string;
  env: NodeJS.ProcessEnv;
  /** Ends it as Ctrl-C does. */
  signal?: AbortSignal | undefined;
}

/** Runs a script of a project to its end, as a process. One that fails is a result, not an error. */
export async function runScript(
  script: string,
  args: readonly string[],
  { project, env, signal }: ScriptOptions,
): Promise<PulumiResult> {
  signal?.throwIfAborted();
  const node = process.execPath;
  const child = spawn(node, [join(project, script), ...args], { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  const release = handOnInterrupts(child, signal);
  try {
    const [stdout, stderr, [code, killedBy]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    return { code: code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy]), stdout, stderr };
  } finally {
    release();
  }
}
