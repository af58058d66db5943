import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Mendable } from "../engine/mendable.ts";
import { createServerCertificate } from "./certificate.ts";
import { FOLDER, type MiniStackProcess, spawnMiniStack } from "./process.ts";
import { ensureMiniStack } from "./venv.ts";

export interface LocalAwsOptions {
  /** TCP port on 127.0.0.1. Absent or 0: the port this state folder had last time if it is free, else a free one. */
  port?: number;
  /** Where everything that was created survives a stop. Absent: nothing does. One emulator at a time may use it. */
  stateFolder?: string;
  /** Default `us-east-1`. */
  region?: string;
  /** Twelve digits. Default `000000000000`, which no real account has. */
  accountId?: string;
  /** Gets a line of JSON for every request that IAM judges: `{key, action, resource, allowed}`. */
  judgedFile?: string;
  /** Receives a line when something takes long enough to be worth one. */
  report?: (line: string) => void;
}

export interface LocalAws {
  /** `https://127.0.0.1:PORT`, the endpoint of every service. */
  url: string;
  port: number;
  pid: number;
  region: string;
  accountId: string;
  /** PEM file of the authority that clients must trust, say through `AWS_CA_BUNDLE` or `NODE_EXTRA_CA_CERTS`. */
  caFile: string;
  /** The account's root. No other key is accepted but those that this emulator's IAM and STS give out. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Resolves with what happened if the emulator ends without having been asked to. */
  ended: Promise<Error>;
  /** Saves the state, stops the emulator and its Lambda workers, and frees the port. */
  close(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" } as const;
const READY_SECONDS = 60;
const AUTHORITY_FILE = "ca.pem";
const PORT_FILE = "port";

/**
 * Starts MiniStack, an AWS emulator, on this machine's loopback interface: over TLS, with IAM policies enforced. It
 * stops when `close` is called or when this process ends, in whatever way.
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const region = options.region ?? "us-east-1";
  const accountId = options.accountId ?? "000000000000";
  const python = await ensureMiniStack(options.report === undefined ? {} : { report: options.report });
  const keep = options.stateFolder !== undefined;
  const folder = await makeFolder(options.stateFolder);
  const port = options.port || (await lastPort(folder));
  const caFile = join(folder, AUTHORITY_FILE);
  try {
    const prepare = () => prepareFolder(folder, region);
    const judgedFile = options.judgedFile && resolve(options.judgedFile);
    const process = { python, folder, keep, judgedFile, port, region, accountId, prepare };
    const ministack = await spawnMiniStack(process);
    await waitUntilHealthy(ministack, caFile);
    await writeFile(join(folder, PORT_FILE), String(ministack.port));
    return {
      url: `https://127.0.0.1:${ministack.port}`,
      port: ministack.port,
      pid: ministack.pid,
      region,
      accountId,
      caFile,
      credentials: { ...CREDENTIALS },
      ended: ministack.ended,
      async close() {
        await ministack.stop();
        if (!keep) await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    if (!keep) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function makeFolder(stateFolder: string | undefined): Promise<string> {
  if (stateFolder === undefined) return mkdtemp(join(tmpdir(), "flex-media-aws-"));
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  return resolve(stateFolder);
}

/** A stack's configuration names the endpoint, so that the same port again means that nothing changed. */
async function lastPort(folder: string): Promise<number> {
  const port = Number(await readFile(join(folder, PORT_FILE), "utf8").catch(() => "0"));
  return Number.isInteger(port) && port > 0 && (await isFree(port)) ? port : 0;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer();
    server.once("error", () => settle(false));
    server.listen(port, "127.0.0.1", () => server.close(() => settle(true)));
  });
}

async function prepareFolder(folder: string, region: string): Promise<void> {
  const certificate = createServerCertificate(["localhost", "127.0.0.1", `*.lambda-url.${region}.on.aws`]);
  const temporary = join(folder, FOLDER.temporary);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);
  await Promise.all([
    // Lambda's workers are CommonJS and live in there; a package.json further up must not turn them into ES modules.
    writeFile(join(temporary, "package.json"), "{}\n"),
    writeFile(join(folder, AUTHORITY_FILE), certificate.authority),
    writeFile(join(folder, FOLDER.certificate), certificate.chain),
    writeFile(join(folder, FOLDER.key), certificate.key, { mode: 0o600 }),
  ]);
}

async function waitUntilHealthy(ministack: MiniStackProcess, caFile: string): Promise<void> {
  const ca = await readFile(caFile, "utf8");
  const deadline = Date.now() + READY_SECONDS * 1000;
  while (!(await isHealthy(ministack.port, ca))) {
    if (ministack.hasEnded || Date.now() > deadline) {
      const why = ministack.hasEnded ? "ended" : `did not answer within ${READY_SECONDS} s`;
      const tail = await ministack.logTail();
      await ministack.stop();
      throw new Mendable(`MiniStack ${why} while it started. Its log ends with:\n${tail}`);
    }
    await sleep(50);
  }
}

function isHealthy(port: number, ca: string): Promise<boolean> {
  return new Promise((settle) => {
    const request = get(
      { host: "127.0.0.1", port, path: "/_ministack/health", ca, agent: false, timeout: 2000 },
      (response) => {
        response.resume();
        settle(response.statusCode === 200);
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => settle(false));
  });
}
