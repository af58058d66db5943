import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Mendable } from "../engine/mendable.ts";

export interface MiniStackSettings {
  /** The Python that has MiniStack. */
  python: string;
  /** Holds everything this emulator writes: state, certificate, temporary files, log. */
  folder: string;
  /** Whether the folder outlives the emulator. */
  keep: boolean;
  /** Gets what IAM judges. */
  judgedFile: string | undefined;
  /** 0: a free one. */
  port: number;
  region: string;
  accountId: string;
  /** Runs once the folder is held, before anything is served from it. */
  prepare: () => Promise<void>;
}

export interface MiniStackProcess {
  pid: number;
  port: number;
  /** Resolves when the process ended by itself. */
  ended: Promise<Error>;
  /** The process is no more. */
  readonly hasEnded: boolean;
  stop(): Promise<void>;
  /** The last lines of its log. */
  logTail(): Promise<string>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const PROJECT_COMMANDS = join(import.meta.dirname, "../../node_modules/.bin");
const STOP_SECONDS = 8;
const LOG_TAIL_LINES = 20;

/** Names of what MiniStack keeps in its folder. */
export const FOLDER = { certificate: "server.pem", key: "server.key", temporary: "tmp", log: "ministack.log" } as const;

/** Starts MiniStack in a process group of its own, which ends with this process. Resolves before it answers requests. */
export async function spawnMiniStack(settings: MiniStackSettings): Promise<MiniStackProcess> {
  const { folder, keep, port, judgedFile: judged } = settings;
  const script = join(import.meta.dirname, "serve.py");
  const child = spawn(settings.python, ["-I", script, JSON.stringify({ folder, keep, port, judged })], {
    cwd: folder,
    detached: true,
    env: environment(settings),
    stdio: ["pipe", "pipe", "pipe"],
  });
  let wanted = true;
  const exited = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => {
      killGroup(child);
      resolve();
    });
  });
  // Writing to a process that is gone shows in `exited`, where it is dealt with.
  child.stdin.on("error", () => {});

  const stop = async () => {
    wanted = false;
    child.stdin.end();
    const gaveUp = new AbortController();
    const late = sleep(STOP_SECONDS * 1000, undefined, { signal: gaveUp.signal }).then(
      () => killGroup(child),
      () => {},
    );
    await Promise.race([exited, late]);
    gaveUp.abort();
    await exited;
  };

  try {
    const granted = await firstLine(child, settings);
    await settings.prepare();
    child.stdin.write("\n");
    return {
      pid: child.pid ?? 0,
      port: granted,
      ended: exited.then(async () => {
        if (!wanted) return new Promise<Error>(() => {});
        return new Error(`MiniStack ended by itself. Its log ends with:\n${await logTail(folder)}`);
      }),
      get hasEnded() {
        return child.exitCode !== null || child.signalCode !== null;
      },
      stop,
      logTail: () => logTail(folder),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Nothing of this process's environment gets in: Lambda workers inherit it all, and a stray AWS or NODE variable would
 * change what they do. They run the `node` that PATH names first.
 */
function environment({ folder, region, accountId }: MiniStackSettings): NodeJS.ProcessEnv {
  const state = join(folder, "state");
  return {
    PATH: [PROJECT_COMMANDS, dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    HOME: folder,
    TMPDIR: join(folder, FOLDER.temporary),
    LANG: "C.UTF-8",
    AUTH: "true",
    USE_SSL: "1",
    MINISTACK_SSL_CERT: join(folder, FOLDER.certificate),
    MINISTACK_SSL_KEY: join(folder, FOLDER.key),
    MINISTACK_REGION: region,
    MINISTACK_ACCOUNT_ID: accountId,
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
    // With a Docker it would remove containers that it takes for its own.
    DOCKER_HOST: `unix://${join(folder, "no-docker.sock")}`,
    PERSIST_STATE: "1",
    STATE_DIR: state,
    S3_PERSIST: "1",
    S3_DATA_DIR: join(state, "s3-objects"),
  };
}

/** What serve.py says first: the port it got, or why there is none. */
async function firstLine(child: Child, settings: MiniStackSettings): Promise<number> {
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, "line").then(([text]) => String(text)),
    once(lines, "close").then(() => ""),
    once(child, "error").then(([error]) => Promise.reject(error)),
  ]);
  const said: { port?: number; reason?: string; error?: string } = line === "" ? {} : JSON.parse(line);
  if (said.port !== undefined) return said.port;
  if (said.reason === "folder") {
    throw new Mendable(
      `${settings.folder}: another local AWS uses this state folder. Stop that one, or name another folder.`,
    );
  }
  if (said.reason === "port") {
    throw new Mendable(
      `port: ${settings.port} can't be used on 127.0.0.1 (${said.error}). Choose another, or 0 for a free one.`,
    );
  }
  throw new Mendable(`MiniStack did not start:\n${complaints.trim() || "its process ended without a word"}`);
}

function killGroup(child: Child): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The whole group is gone already.
  }
}

async function logTail(folder: string): Promise<string> {
  const log = await readFile(join(folder, FOLDER.log), "utf8").catch(() => "");
  return log.trim().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}
