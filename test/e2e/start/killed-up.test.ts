import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAlive } from "../../../local/is-alive.ts";
import { listens, makeRunFolder, removeRunFolder, startScript } from "./started.ts";

let folder: string;

beforeAll(async () => {
  folder = await makeRunFolder();
});
afterAll(() => removeRunFolder(folder));

/** The process that has the stack's lock, once one has it. */
async function lockHolder(): Promise<number> {
  const locks = join(folder, "state/.pulumi/locks/organization/flex-media/local");
  while (true) {
    for (const name of await readdir(locks).catch(() => [])) {
      const lock = await readFile(join(locks, name), "utf8").catch(() => "");
      const [, pid] = /"pid":\s*(\d+)/.exec(lock) ?? [];
      if (pid !== undefined) return Number(pid);
    }
    await sleep(20);
  }
}

test("a start that is killed in the middle of its up leaves nothing running, and the next one converges", async () => {
  const killed = startScript("local/start.ts", [], folder);
  // Making the stack takes the lock as well, a moment before the stand-ins are served.
  await killed.printed("✓ local Twilio and AWS");
  const pulumi = await lockHolder();
  const [, twilio = "", aws = ""] = /Twilio and AWS .*(http:\S+), (https:\S+)/.exec(killed.output()) ?? [];
  killed.process.kill("SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");
  expect(await listens(twilio)).toBe(false);
  // A Pulumi whose output nobody reads any more ends with its next line.
  while (isAlive(pulumi)) await sleep(50);
  while (await listens(aws)) await sleep(50);

  const next = startScript("local/start.ts", ["--once"], folder);
  expect(await next.ended, next.output()).toBe(0);
  expect(next.output()).toMatch(/✓ playback .*byte for byte/);
});
