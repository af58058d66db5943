import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { CommandContext } from "../../../cli/commands/context.ts";
import type { ArchiveStack } from "../../../cli/stack/archive-stack.ts";

const script = fileURLToPath(new URL("./command-process.ts", import.meta.url));

export interface CommandSettings {
  name: string;
  outputs: ArchiveStack["outputs"];
  /** The stack's configuration, by full keys. */
  values: Record<string, string>;
  tuning: NonNullable<CommandContext["tuning"]>;
}

export interface RunningCommand {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

/** Starts `flex-media` in a process of its own. */
export function startCommand(words: readonly string[], settings: CommandSettings): RunningCommand {
  const child = spawn(process.execPath, [script, ...words, "--stack", settings.name], { stdio: "pipe" });
  child.stdin.end(JSON.stringify(settings));
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
    ([stdout, stderr, [code, signal]]) => ({ code, signal, stdout, stderr }),
  );
  return { pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), ended };
}
