import { afterAll, beforeAll, expect, test } from "vitest";
import { toneConversation } from "../../../local/player/tones.ts";
import { encodeWav } from "../../../local/player/wav.ts";
import { makeRunFolder, removeRunFolder, type Started, startScript } from "../start/started.ts";

const day = "2026-03-05";
const count = 3;

let folder: string;
let started: Started;

beforeAll(async () => {
  folder = await makeRunFolder();
  started = startScript("local/start.ts", [], folder);
  await started.printed("Serving until Ctrl-C");
  const [, twilio] = /Twilio and AWS .*?(http:\S+),/.exec(started.output()) ?? [];
  const audio = Buffer.from(encodeWav(toneConversation(1)));
  for (let minute = 0; minute < count; minute += 1) {
    const at = `${day}T10:0${minute}:00.000Z`;
    const url = `${twilio}/_control/recordings?date_created=${at}&start_time=${at}`;
    const answer = await fetch(url, { method: "POST", body: audio });
    expect(answer.status).toBe(201);
  }
});
afterAll(async () => {
  started.process.kill("SIGINT");
  await started.ended;
  await removeRunFolder(folder);
});

async function archive(...args: string[]): Promise<{ code: number | NodeJS.Signals | null; output: string }> {
  const run = startScript("cli/flex-media.ts", ["archive", ...args, "--stack", "local"], folder);
  const code = await run.ended;
  return { code, output: run.output() };
}

const range = ["--from", day, "--to", day];

test("the archive's commands work on a stack as it was brought up", async () => {
  const missing = await archive("verify", ...range);
  expect(missing.output).toContain("missing");
  expect(missing.code).toBe(2);

  const dry = await archive("backfill", ...range, "--dry-run");
  expect(dry.output).toMatch(new RegExp(`\\b${count}\\b`));
  expect(dry.code, dry.output).toBe(0);
  expect((await archive("verify", ...range)).code).toBe(2);

  const backfill = await archive("backfill", ...range);
  expect(backfill.code, backfill.output).toBe(0);
  const verified = await archive("verify", ...range, "--whole");
  expect(verified.code, verified.output).toBe(0);

  const again = await archive("backfill", ...range);
  expect(again.code, again.output).toBe(0);
  const status = await archive("status");
  expect(status.code, status.output).toBe(0);
  expect(status.output).toContain("dead letters");
  for (const { output } of [missing, dry, backfill, verified, again, status]) {
    expect(output).not.toMatch(/\n\s+at .*:\d+:\d+/);
  }
});

test("a stack that is not there is told in a line", async () => {
  const run = startScript("cli/flex-media.ts", ["archive", "status", "--stack", "nowhere"], folder);
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain("nowhere");
  expect(run.output()).not.toMatch(/\n\s+at .*:\d+:\d+/);
});
