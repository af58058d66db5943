import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";

/** A script of `local/` that runs with a run folder of its own. */
export interface Started {
  process: ChildProcess;
  /** Everything that it has printed. */
  output(): string;
  /** Resolves when it has printed this. */
  printed(text: string): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

export async function makeRunFolder(): Promise<string> {
  return await realpath(await mkdtemp(join(tmpdir(), "flex-media-run-")));
}

export async function removeRunFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

export function startScript(
  script: string,
  args: string[],
  folder: string,
  variables: NodeJS.ProcessEnv = {},
): Started {
  const child = spawn(process.execPath, [join(PROJECT_FOLDER, script), ...args], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, FLEX_MEDIA_FOLDER: folder, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, "close").then(([code, signal]) => code ?? signal);
  return {
    process: child,
    output: () => text,
    ended,
    printed: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (text.includes(wanted)) resolve();
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended before it printed "${wanted}":\n${text}`)));
      }),
  };
}

/** Whether something listens on this port of 127.0.0.1. @throws {TypeError} That is no URL. */
export async function listens(url: string): Promise<boolean> {
  const address = new URL(url);
  try {
    await fetch(address);
    return true;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return (cause as { code?: string } | undefined)?.code !== "ECONNREFUSED";
  }
}
