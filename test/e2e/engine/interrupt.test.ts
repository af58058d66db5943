import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { makeWorkspace, UP, type Workspace } from "./workspace.ts";

/** How long processes may take to appear or to end. */
const BOUND = { timeout: 60_000, interval: 100 };

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
  await workspace.makeStack("waiting");
});
afterAll(() => workspace.remove());

describe("an interrupt in the middle of a program", () => {
  it("ends the command and the program, once it reaches Pulumi", async () => {
    const file = join(workspace.folder, "first.pid");
    const interrupted = new AbortController();
    const running = workspace.pulumi("waiting", UP, { signal: interrupted.signal, env: { WAITING_PID_FILE: file } });
    const program = await programPid(file);

    interrupted.abort();
    const { code, stdout } = await running;
    expect(code).not.toBe(0);
    expect(stdout).toContain("The program waits.");
    expect(stdout).toContain("update canceled");
    // Had it come twice, Pulumi would have dropped everything.
    expect(stdout).not.toContain("received; terminating");
    await expect.poll(() => isAlive(program), BOUND).toBe(false);
  });

  it("leaves the stack usable", async () => {
    const list = await workspace.pulumi("waiting", ["stack", "export"]);
    expect(list.code, list.stderr).toBe(0);
    expect(JSON.parse(list.stdout).deployment.pending_operations ?? []).toEqual([]);
    const preview = await workspace.pulumi("waiting", ["refresh", "--yes", "--skip-preview"]);
    expect(preview.code, preview.stdout + preview.stderr).toBe(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends `npm run pulumi` when that gets %s", async (signal) => {
    const file = join(workspace.folder, `${signal}.pid`);
    const command = spawn(process.execPath, [join(PROJECT_FOLDER, "local/engine/pulumi.ts"), ...UP], {
      cwd: join(workspace.folder, "waiting"),
      env: {
        ...process.env,
        PULUMI_HOME: workspace.home,
        PULUMI_BACKEND_URL: workspace.backend,
        PULUMI_CONFIG_PASSPHRASE: "test",
        WAITING_PID_FILE: file,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const printed = text(command.stdout);
    const program = await programPid(file);

    command.kill(signal);
    const [code] = await once(command, "exit");
    expect(code).toBeGreaterThan(0);
    expect(await printed).toContain("update canceled");
    await expect.poll(() => isAlive(program), BOUND).toBe(false);
  });
});

it("a command whose signal is aborted already does not start", async () => {
  await expect(workspace.pulumi("waiting", ["version"], { signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
});

/** The process of the waiting program, once it runs. */
async function programPid(file: string): Promise<number> {
  const read = async () => Number(await readFile(file, "utf8").catch(() => ""));
  await expect.poll(read, BOUND).toBeGreaterThan(0);
  return await read();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
