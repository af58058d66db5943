import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalAws } from "../../../local/aws/ministack.ts";
import { type AwsClients, allServicesAt, createClients } from "../../../local/aws/provider/clients.ts";

/** Undoes what a test began, newest first. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) await step();
  }
}

export async function temporaryFolder(cleanup: Cleanup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "flex-media-test-"));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function clientsOf(aws: LocalAws, credentials = aws.credentials): AwsClients {
  const ca = readFileSync(aws.caFile, "utf8");
  return createClients({ region: aws.region, endpoints: allServicesAt(aws.url), credentials, ca });
}

export function isListening(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, host);
    socket.once("connect", () => {
      socket.destroy();
      settle(true);
    });
    socket.once("error", () => settle(false));
  });
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for what comes by itself; the runner's own time limit ends a wait in vain. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}
