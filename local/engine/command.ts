import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The command is killed after so many seconds. */
  limitSeconds?: number;
  /** Receives each line of stderr as it comes. */
  onComplaint?: (line: string) => void;
}

export interface CommandResult {
  /** `undefined` when it did not end by itself: it could not be started, or was killed. */
  code: number | undefined;
  /** The command does not exist. */
  missing: boolean;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end without a terminal. Never rejects: a failure is a result. */
export type RunCommand = (command: string, args: readonly string[], options?: CommandOptions) => Promise<CommandResult>;

export const runCommand: RunCommand = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.limitSeconds === undefined ? undefined : options.limitSeconds * 1000,
    });
    let stdout = "";
    const complaints: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      complaints.push(line);
      options.onComplaint?.(line);
    });
    const end = (code: number | undefined, missing: boolean) =>
      resolve({ code, missing, stdout, stderr: complaints.join("\n") });
    child.once("error", (error) => end(undefined, "code" in error && error.code === "ENOENT"));
    child.once("close", (code) => end(code ?? undefined, false));
  });
