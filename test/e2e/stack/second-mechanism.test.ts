import { afterAll, beforeAll, expect, test } from "vitest";
import { type Settings, settingsFrom } from "../../../infra/settings/settings.ts";
import type { PulumiResult } from "../../../local/engine/run.ts";
import { recordedBefore } from "../../../local/recorded-before.ts";
import { changesIn } from "../../../local/stack-changes.ts";
import { ensureAgent } from "../../../local/start/call.ts";
import { twilioApi } from "../../../local/start/twilio-api.ts";
import { type OpenedStack, openStack, withConfig } from "./opened-stack.ts";

let opened: OpenedStack;
let settings: Settings;

beforeAll(async () => {
  opened = await openStack();
  settings = settingsFrom(await opened.stack.pulumi.config(), {});
  recordedBefore(opened.stack.twilio.control);
  opened.stack.twilio.control.flexConfiguration.change({ call_recording_enabled: true });
});
afterAll(() => opened?.remove());

const flexRecords = () => opened.stack.twilio.control.flexConfiguration.get().call_recording_enabled;
const defaultRecording = () => opened.stack.twilio.control.state().recordingConfigurations.account_default;

/** Runs a command with another `flex-media:recording`. */
async function pulumi(args: readonly string[], recording: object): Promise<PulumiResult> {
  const section = `  flex-media:recording: ${JSON.stringify(recording)}\n`;
  const config = await withConfig(opened, (text) => text.replace(/ {2}flex-media:recording:\n(?: {4}.*\n)+/, section));
  return await opened.stack.pulumi.run([...args, "--color=never", "--non-interactive", ...config]);
}

async function up(recording: object) {
  const { code, stdout, stderr } = await pulumi(["up", "--yes", "--skip-preview"], recording);
  expect(code, stdout + stderr).toBe(0);
  return changesIn(stdout);
}

test.each(["studio", "plugin"])(
  "Flex that records beside %s is refused at preview, with what to turn off where",
  async (mechanism) => {
    const { requests } = opened.stack.twilio.control;
    requests.clear();
    const { code, stdout, stderr } = await pulumi(["preview"], { mechanism });
    expect(code).not.toBe(0);
    expect(stdout).toContain(
      `error: The stack's configuration is wrong:\n    flex-media:recording.mechanism: is ${mechanism}, but Flex itself records ` +
        "calls as well (call_recording_enabled of the account's Flex Configuration), so that each call would be recorded " +
        "twice; turn Flex's recording off in the Console under Flex > Channel Management > Voice > Call Recording, or set " +
        "turnOffNative: true beside it, so that this stack does, or say mechanism: native\n",
    );
    expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
    expect(new Set(requests.list().map(({ method }) => method))).toEqual(new Set(["GET"]));
  },
);

test("turnOffNative switches Flex's recording off, and destroy on again", async () => {
  await up({ mechanism: "studio", turnOffNative: true });
  expect(flexRecords()).toBe(false);
  await opened.stack.pulumi.destroy();
  expect(flexRecords()).toBe(true);
});

test("native is Flex's recording in two channels, and a call is recorded once", async () => {
  const { control } = opened.stack.twilio;
  const earlier = control.state().recordings.length;
  control.flexConfiguration.change({ call_recording_enabled: false });
  const before = defaultRecording();
  await up({ mechanism: "native" });
  expect(flexRecords()).toBe(true);
  expect(defaultRecording()?.configuration).toMatchObject({
    compositionPolicy: { channels: "dual", trim: "do-not-trim" },
  });

  await ensureAgent(twilioApi(opened.stack.twilio, settings.twilio));
  const [to = ""] = settings.voice?.numbers ?? [];
  const call = control.calls.place({ to, from: "+14155550123", byItself: false });
  await control.settled();
  control.calls.answer(call.sid);
  control.calls.hangUp(call.sid);
  await control.settled();
  const made = control.state().recordings.slice(earlier);
  const recordings = made.map(({ source, channels, conference_sid: conference, status }) => {
    return { source, channels, ofConference: conference !== null, status };
  });
  expect(recordings).toEqual([{ source: "Conference", channels: 2, ofConference: true, status: "completed" }]);
  expect(control.executions.notices()).toEqual([]);

  expect(await up({ mechanism: "native" })).not.toHaveProperty("updated");
  await opened.stack.pulumi.destroy();
  expect(flexRecords()).toBe(false);
  expect(defaultRecording()).toEqual(before);
});
