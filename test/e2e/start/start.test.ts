import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listens, makeRunFolder, removeRunFolder, startScript } from "./started.ts";

let folder: string;

beforeAll(async () => {
  folder = await makeRunFolder();
});
afterAll(() => removeRunFolder(folder));

test("the first start provisions everything and plays a recording; a second finds nothing to change", async () => {
  const record = join(folder, "exchanges.har");
  const first = startScript("local/start.ts", ["--once", "--record", record], folder);
  expect(await first.ended, first.output()).toBe(0);
  expect(first.output()).toMatch(/✓ pulumi up +[\d.]+ s {2}\d+ created\n/);
  expect(first.output()).toMatch(
    /✓ Flex Configuration +[\d.]+ s {2}reads back: native recording off, web attachments, whatsapp/,
  );
  expect(first.output()).toMatch(
    /✓ call +[\d.]+ s {2}4 s through the flow, recorded in two channels; Task WT[0-9a-f]{32}\n/,
  );
  const [, media = ""] = /conversations\.media of its Task:\n(\[[\s\S]*?\n\])/.exec(first.output()) ?? [];
  expect(JSON.parse(media)).toEqual([
    {
      type: "VoiceRecording",
      url_provider: expect.stringMatching(
        /^https:\/\/[a-z0-9]+\.lambda-url\.us-east-1\.on\.aws\/\?recording=RE[0-9a-f]{32}$/,
      ),
      start_time: expect.any(Number),
      channels: ["customer", "others"],
    },
  ]);
  expect(first.output()).toMatch(/✓ playback .*byte for byte; preflight 200 .*url_provider 200 .*media 20[06] /);
  expect(first.output()).toMatch(/✓ refusals .*agent: 403, no token: 401, other page: CORS, anonymous reader: 403\n/);

  const second = startScript("local/start.ts", ["--once"], folder);
  expect(await second.ended, second.output()).toBe(0);
  expect(second.output()).toMatch(/✓ pulumi up +[\d.]+ s {2}0 changes\n/);
  expect(second.output()).toMatch(/✓ playback .*byte for byte/);

  const exchanges = (await readFile(record, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(exchanges.map(({ request }) => new URL(request.url).host)).toContain("flex-api.twilio.com");
});

test("what is served ends with a killed start, and the next start goes on from there", async () => {
  const killed = startScript("local/start.ts", [], folder);
  await killed.printed("Serving until Ctrl-C");
  const [, twilio = "", aws = ""] = /Twilio and AWS .*(http:\S+), (https:\S+)/.exec(killed.output()) ?? [];
  expect(await listens(twilio)).toBe(true);
  expect(await listens(aws)).toBe(true);
  killed.process.kill("SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");
  while ((await listens(twilio)) || (await listens(aws))) await sleep(100);

  const next = startScript("local/start.ts", [], folder);
  await next.printed("Serving until Ctrl-C");
  expect(next.output()).toMatch(/✓ playback .*byte for byte/);
  next.process.kill("SIGINT");
  expect(await next.ended, next.output()).toBe(0);
  expect(await listens(aws)).toBe(false);
});

test("what was clicked since the last start is told, and put right", async () => {
  const serving = startScript("local/start.ts", [], folder);
  await serving.printed("Serving until Ctrl-C");
  const [, twilio] = /Twilio and AWS .*(http:\S+),/.exec(serving.output()) ?? [];
  const body = JSON.stringify({ call_recording_enabled: true });
  expect((await fetch(`${twilio}/_control/flex-configuration`, { method: "PUT", body })).status).toBe(200);
  serving.process.kill("SIGINT");
  expect(await serving.ended, serving.output()).toBe(0);

  const next = startScript("local/start.ts", ["--once"], folder);
  expect(await next.ended, next.output()).toBe(0);
  expect(next.output()).toMatch(
    /✓ Flex Configuration .*native recording off.*, once call_recording_enabled was put right, changed elsewhere\n/,
  );
});

test("destroy puts everything back", async () => {
  const destroy = startScript("local/destroy.ts", [], folder);
  expect(await destroy.ended, destroy.output()).toBe(0);
  expect(destroy.output()).toMatch(/Destroyed: \d+ deleted\./);
  const twilio = JSON.parse(await readFile(join(folder, "twilio.json"), "utf8"));
  expect(JSON.stringify(twilio)).toContain('"call_recording_enabled":null');
});
