import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listens, makeRunFolder, removeRunFolder, startScript } from "./started.ts";

let folder: string;

beforeAll(async () => {
  folder = await makeRunFolder();
});
afterAll(() => removeRunFolder(folder));

async function upIsUnderWay(): Promise<boolean> {
  const locks = join(folder, "state/.pulumi/locks/organization/flex-media/local");
  return (await readdir(locks).catch(() => [])).length > 0;
}

test("a start that is killed in the middle of its up leaves nothing running, and the next one converges", async () => {
  const killed = startScript("local/start.ts", [], folder);
  // Making the stack takes the lock as well, a moment before the stand-ins are served.
  await killed.printed("✓ local Twilio and AWS");
  while (!(await upIsUnderWay())) await sleep(20);
  const [, twilio = "", aws = ""] = /Twilio and AWS .*(http:\S+), (https:\S+)/.exec(killed.output()) ?? [];
  killed.process.kill("SIGKILL");
  // Every process that it started holds its output open, so this also waits for the last of them.
  expect(await killed.ended).toBe("SIGKILL");
  expect(await listens(twilio)).toBe(false);
  while (await listens(aws)) await sleep(50);

  const next = startScript("local/start.ts", ["--once"], folder);
  expect(await next.ended, next.output()).toBe(0);
  expect(next.output()).toMatch(/✓ playback .*byte for byte/);
});
