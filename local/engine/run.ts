import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { PassThrough, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Engine } from "./engine.ts";
import { type EnvironmentOptions, pulumiEnvironment } from "./environment.ts";
import { handOnInterrupts } from "./interrupt.ts";

export interface PulumiOptions extends EnvironmentOptions {
  engine: Engine;
  /** Where to run: the folder of a Pulumi.yaml. By default this process's own. */
  cwd?: string;
  /** `inherit` leaves the terminal to Pulumi, prompts included; `capture` returns what it prints. By default `capture`. */
  stdio?: "inherit" | "capture";
  /** With `capture`: also receives what is printed, as it comes. */
  onOutput?: (text: string, stream: "stdout" | "stderr") => void;
  /** With `capture`: what the command reads from its standard input, which is empty otherwise. No argument shows it. */
  input?: string;
  /** Ends the command as Ctrl-C does: Pulumi finishes what it is in the middle of, and ends with a failure. */
  signal?: AbortSignal;
}

export interface PulumiResult {
  /** The exit code; of a command that a signal ended, 128 and that signal's number. */
  code: number;
  /** Empty with `inherit`. */
  stdout: string;
  /** Empty with `inherit`. */
  stderr: string;
}

/**
 * Runs a Pulumi command to its end. A command that fails is a result, not an error. While it runs, an interrupt of this
 * process reaches Pulumi once and does not end this process, which so sees the command end.
 */
export async function runPulumi(args: readonly string[], options: PulumiOptions): Promise<PulumiResult> {
  const { engine, cwd, stdio = "capture", input, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(engine.pulumi, args, {
    cwd,
    env: pulumiEnvironment(engine, options),
    stdio: stdio === "inherit" ? "inherit" : [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // A command that ends before it has read all says why itself.
  child.stdin?.on("error", () => {}).end(input);
  const release = handOnInterrupts(child, signal);
  try {
    const [stdout, stderr, [code, killedBy]] = await Promise.all([
      collect(child.stdout, (output) => options.onOutput?.(output, "stdout")),
      collect(child.stderr, (output) => options.onOutput?.(output, "stderr")),
      once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    return { code: code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy]), stdout, stderr };
  } finally {
    release();
  }
}

async function collect(stream: Readable | null, onOutput: (text: string) => void): Promise<string> {
  if (stream === null) return "";
  const copy = new PassThrough();
  stream.setEncoding("utf8").on("data", onOutput);
  stream.pipe(copy);
  return await text(copy);
}
