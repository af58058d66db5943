import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settingsFrom } from "../../../infra/settings/settings.ts";
import { takeCall } from "../../../local/start/call.ts";
import { archivedRecording } from "../../../local/start/recording.ts";
import { twilioApi } from "../../../local/start/twilio-api.ts";
import type { OpenedStack } from "../stack/opened-stack.ts";
import { Clicks } from "./clicks.ts";
import { flexMedia, openedForCommands } from "./commands.ts";

const trunk = `TK${"0f".repeat(16)}`;
const application = `AP${"0f".repeat(16)}`;

let opened: OpenedStack;

beforeAll(async () => {
  opened = await openedForCommands();
});
afterAll(() => opened?.remove());

const stateFile = () => join(opened.folder, "state/.pulumi/stacks/flex-media/local.json");
const state = () => readFile(stateFile(), "utf8");

test("what can't be told is an error, not an absence of drift", async () => {
  const nothing = await flexMedia(opened, "drift");
  expect(nothing.output).toContain("has no resources that could drift");
  expect(nothing.code).toBe(1);
});

test("an untouched stack has no drift, nor has one that calls came to", async () => {
  await opened.stack.pulumi.up();
  const untouched = await flexMedia(opened, "drift");
  expect(untouched.output).toContain("local: no drift");
  expect(untouched.code).toBe(0);

  const { pulumi, twilio, aws } = opened.stack;
  const settings = settingsFrom(await pulumi.config(), {});
  const call = await takeCall(twilio, twilioApi(twilio, settings.twilio), settings);
  const outputs = await pulumi.outputs();
  await archivedRecording(aws, outputs as unknown as Parameters<typeof archivedRecording>[1], call);
  // Now there is a recording to try, which the next update would prove something with.
  await pulumi.up({ refresh: true });
  const clicks = await Clicks.on(opened);
  await clicks.canvas();
  // The version that the stack wrote has no label left then.
  for (const value of ["{}", "[]"]) await clicks.secret("archive-intake-signature", value);
  const before = await state();
  const called = await flexMedia(opened, "drift");
  expect(called.output).toContain("local: no drift");
  expect(called.code).toBe(0);
  expect(await state()).toBe(before);
});

test("each click is told where and what it was, and the stack's state stays as it is", async () => {
  const clicks = await Clicks.on(opened);
  const bucket = clicks.idOf("aws:s3/bucket:Bucket", "recordings");
  clicks.attachments({ max_file_size: 4096 });
  await clicks.greeting("Good morning.");
  await clicks.number("+14155550100", { VoiceUrl: "https://example.com/voice?token=topsecret", TrunkSid: trunk });
  await clicks.number("+14155550101", { SmsApplicationSid: application });
  await clicks.address("sms +14155550101", { "AutoCreation.Enabled": "false" });
  await clicks.deleteAddress("chat web");
  const stranger = { AWS: "arn:aws:iam::000000000000:root" };
  const statement = { Sid: "Opened", Effect: "Allow", Principal: stranger, Action: "s3:GetObject" };
  await clicks.bucketPolicy({
    Version: "2012-10-17",
    Statement: [{ ...statement, Resource: `arn:aws:s3:::${bucket}/*` }],
  });
  await clicks.deleteCors();
  await clicks.environment("playback", { ALLOWED_ROLES: "everybody", TWILIO_API_SECRET: "topsecret" });
  await clicks.rolePolicy("playback", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  await clicks.deleteAlarm("playback-broken");

  const before = await state();
  const [json, markdown] = [join(opened.folder, "drift.json"), join(opened.folder, "drift.md")];
  const { code, output } = await flexMedia(opened, "drift", "--json", json, "--markdown", markdown);
  expect(code, output).toBe(2);
  expect(await state()).toBe(before);

  expect(output).toContain("local: 11 changed elsewhere");
  expect(output).toMatch(
    /Flex Configuration \(Flex > Manage\)\n +~ channelConfigs\[web\].*: declared 5242880 .*, found 4096/,
  );
  expect(output).toMatch(/Studio flow voice .*\n +~ widget Greeting: say: declared Thank you.*, found Good morning\./);
  expect(output).toMatch(
    /Phone number \+14155550100 .*\n.*\n +~ voiceUrl \(A call comes in\): .*found https:\/\/example\.com/,
  );
  expect(output).toContain(`~ trunkSid (Configure with: SIP Trunk): declared nothing, found ${trunk}`);
  expect(output).toContain(`~ smsApplicationSid (Configure with: TwiML App): declared nothing, found ${application}`);
  expect(output).toMatch(/address sms \+14155550101 .*\n +~ autoCreation\.enabled .*: declared true, found false/);
  expect(output).toMatch(/address chat web \(.*\n +was deleted/);
  expect(output).toMatch(/Bucket policy recordings .*\n(.*\n)*? +~ policy\.Statement\[Opened\]: declared nothing/);
  expect(output).toMatch(/Bucket CORS recordings .*\n +was deleted/);
  expect(output).toMatch(/Lambda function playback .*\n +~ environment\.variables\.ALLOWED_ROLES.*found everybody/);
  expect(output).toMatch(
    /~ environment\.variables\.TWILIO_API_SECRET .*: declared nothing, found set, and not shown\n/,
  );
  expect(output).toMatch(/Policy of IAM role playback /);
  expect(output).toMatch(/Alarm playback-broken .*\n +was deleted/);

  const written = [output, await readFile(json, "utf8"), await readFile(markdown, "utf8")];
  for (const text of written) expect(text).not.toContain("topsecret");
  const read = JSON.parse(written[1] ?? "");
  expect(read).toMatchObject({ stack: "local", drift: true });
  expect(read.changes).toHaveLength(11);
  expect(written[2]).toMatch(/^<!-- flex-media drift: local -->\n/);
});

test("an update with a refresh puts it all right, but for what takes a number's calls and messages first", async () => {
  const clicks = await Clicks.on(opened);
  await clicks.number("+14155550100", { TrunkSid: "" });
  await clicks.number("+14155550101", { SmsApplicationSid: "" });
  await opened.stack.pulumi.up({ refresh: true });
  const { code, output } = await flexMedia(opened, "drift");
  expect(output).toContain("local: no drift");
  expect(code).toBe(0);
});

test("pending operations, a missing stack and an account that can't be reached are told", async () => {
  const { twilio } = opened.stack;
  const whole = JSON.parse(await state());
  const { latest } = whole.checkpoint;
  const [resource] = latest.resources.filter(({ type }: { type: string }) => type === "aws:s3/bucket:Bucket");
  const broken = { ...latest, pending_operations: [{ type: "updating", resource }] };
  const write = (deployment: object) =>
    writeFile(stateFile(), JSON.stringify({ ...whole, checkpoint: { ...whole.checkpoint, latest: deployment } }));
  await write(broken);
  const pending = await flexMedia(opened, "drift");
  expect(pending.output).toContain("pending operations");
  expect(pending.output).toContain("recordings (updating)");
  expect(pending.code).toBe(1);
  await write(latest);

  const missing = await flexMedia(opened, "drift", "--stack", "nowhere");
  expect(missing.output).toContain("no stack named");
  expect(missing.code).toBe(1);

  await twilio.close();
  const unreachable = await flexMedia(opened, "drift");
  expect(unreachable.code, unreachable.output).toBe(1);
  for (const { output } of [pending, missing, unreachable]) expect(output).not.toMatch(/\n\s+at .*:\d+:\d+/);
});
