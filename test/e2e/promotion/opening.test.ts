import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Environments } from "../../../local/environments/environments.ts";
import { startScript } from "../start/started.ts";

/** How long processes may take to appear. */
const bound = { timeout: 120_000, interval: 50 };

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-opening-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command lines of processes that have something to do with the folder. */
async function processes(): Promise<string[]> {
  return (await commandLines()).filter((line) => line.includes(folder));
}

/** A small Linux may lack `ps`, and what isn't Linux lacks /proc. */
async function commandLines(): Promise<string[]> {
  if (!existsSync("/proc/self/cmdline")) {
    return (await promisify(execFile)("ps", ["-Awwo", "args"])).stdout.split("\n");
  }
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}

it("that is interrupted leaves no process and no file", async () => {
  const rehearsal = startScript("local/rehearse.ts", [], join(folder, "unused"), { TMPDIR: folder });
  // The accounts are being served, and no stack is made yet.
  await expect.poll(async () => (await processes()).filter((line) => line.includes("serve.py")).length, bound).toBe(3);

  rehearsal.process.kill("SIGTERM");
  expect(await rehearsal.ended).toBe(1);
  expect(rehearsal.output()).toContain("Ended before all was promoted.");
  expect(rehearsal.output()).not.toMatch(/^\s+at /m);
  expect(await processes()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

it("that is interrupted while a stack is made leaves nothing, either", async () => {
  const rehearsal = startScript("local/rehearse.ts", [], join(folder, "unused"), { TMPDIR: folder });
  await expect
    .poll(async () => (await processes()).some((line) => line.includes("engine/pulumi.ts")), bound)
    .toBe(true);

  rehearsal.process.kill("SIGINT");
  expect(await rehearsal.ended).toBe(1);
  expect(rehearsal.output()).toContain("Ended before all was promoted.");
  expect(await processes()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

it("in which one account can't be served ends the others", async () => {
  const taken = join(folder, "environments");
  await mkdir(join(taken, "accounts"), { recursive: true });
  await writeFile(join(taken, "accounts/staging"), "a file where a folder should be made");
  const opening = Environments.open({ stacks: ["dev", "staging"], folder: taken, report: () => {} });
  await expect(opening).rejects.toThrow(/EEXIST/);
  expect(await processes()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

it("of a stack that has no file names the file", async () => {
  const empty = join(folder, "environments");
  await mkdir(empty);
  await expect(Environments.open({ stacks: ["qa"], folder: empty, report: () => {} })).rejects.toThrow(
    /Pulumi\.qa\.yaml/,
  );
  expect(await processes()).toEqual([]);
});
