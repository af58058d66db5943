import { afterAll, beforeAll, expect, test } from "vitest";
import { type Settings, settingsFrom } from "../../../infra/settings/settings.ts";
import { takeCall } from "../../../local/start/call.ts";
import { type TwilioApi, twilioApi } from "../../../local/start/twilio-api.ts";
import { emitMedia } from "../../../media/index.ts";
import { type OpenedStack, openStack } from "./opened-stack.ts";

const show = ["--color=never", "--non-interactive", "--diff"];

let opened: OpenedStack;
let settings: Settings;
let api: TwilioApi;
let before: ReturnType<typeof leadingToFlows>;

beforeAll(async () => {
  opened = await openStack();
  settings = settingsFrom(await opened.stack.pulumi.config(), {});
  api = twilioApi(opened.stack.twilio, settings.twilio);
  // The number leads somewhere else as yet.
  const [number] = opened.stack.twilio.control.state().phoneNumbers;
  const path = `api.twilio.com/2010-04-01/Accounts/${settings.twilio.accountSid}/IncomingPhoneNumbers/${number?.sid}.json`;
  await api.post(path, {
    VoiceUrl: "https://ours.example/voice",
    VoiceMethod: "GET",
    SmsUrl: "https://ours.example/sms",
  });
  before = leadingToFlows();
  await opened.stack.pulumi.up();
});
afterAll(() => opened?.remove());

/** What the account has that flows are, or that leads to them. */
function leadingToFlows() {
  const { flows, phoneNumbers, conversations } = opened.stack.twilio.control.state();
  return {
    flows,
    addresses: conversations.addresses,
    numbers: phoneNumbers.map(({ date_updated: _, ...number }) => number),
  };
}

async function flowPath(): Promise<string> {
  return `studio.twilio.com/v2/Flows/${(await opened.stack.pulumi.outputs()).voiceFlowSid}`;
}

test("a call's Task names the recording, and the deployed function plays it", async () => {
  const { twilio, pulumi } = opened.stack;
  const call = await takeCall(twilio, api, settings);
  const { playbackUrl } = await pulumi.outputs();
  const account = `api.twilio.com/2010-04-01/Accounts/${settings.twilio.accountSid}`;
  const { recordings } = await api.get(`${account}/Recordings.json`);
  const [recording, ...others] = recordings as Record<string, unknown>[];
  expect(others).toEqual([]);
  expect(recording).toMatchObject({ sid: call.recording, channels: 2, source: "StartCallRecordingAPI" });
  expect(emitMedia(call.media)).toEqual([
    {
      type: "VoiceRecording",
      url_provider: `${playbackUrl}/?recording=${call.recording}`,
      start_time: Date.parse(String(recording?.start_time)),
      channels: ["customer", "others"],
    },
  ]);
});

test("the flow's run can be read, step by step", async () => {
  const { executions } = await api.get(`${await flowPath()}/Executions`);
  const [execution, ...others] = executions as { sid: string; status: string }[];
  expect(others).toEqual([]);
  expect(execution?.status).toBe("ended");
  const { steps } = await api.get(`${await flowPath()}/Executions/${execution?.sid}/Steps`);
  const path = (steps as Record<string, string>[]).map(({ transitioned_from: from, name, transitioned_to: to }) => [
    from,
    name,
    to,
  ]);
  // Studio lists the newest first.
  expect(path.toReversed()).toEqual([
    ["Trigger", "incomingCall", "Greeting"],
    ["Greeting", "audioComplete", "CallRecording"],
    ["CallRecording", "success", "RecordingStart"],
    ["RecordingStart", "next", "SendToFlex"],
  ]);
});

test("another up finds nothing to change after calls ran", async () => {
  expect(Object.keys(await opened.stack.pulumi.up({ refresh: true }))).toEqual(["unchanged"]);
});

interface Definition {
  states: { name: string; properties: Record<string, unknown> }[];
}

/** What somebody does in the Console: changes one widget and publishes. */
async function editInConsole(name: string, change: Record<string, unknown>): Promise<void> {
  const { definition } = (await api.get(await flowPath())) as unknown as { definition: Definition };
  const states = definition.states.map((state) =>
    state.name === name ? { ...state, properties: { ...state.properties, ...change } } : state,
  );
  await api.post(await flowPath(), { Status: "published", Definition: JSON.stringify({ ...definition, states }) });
}

const ours = '"Thank you for calling. This call is recorded."';
const theirs = '"Welcome to somewhere else."';

test("a flow that was edited in the Console is drift, which up puts right", async () => {
  const { pulumi, twilio } = opened.stack;
  await editInConsole("Greeting", { say: JSON.parse(theirs) });
  const refresh = await pulumi.succeed(["refresh", "--preview-only", ...show, ...pulumi.configArguments()]);
  expect(refresh.match(/~ \w+: ".*/g)).toEqual([`~ say: ${ours} => ${theirs}`]);
  expect(refresh).toMatch(/Resources:\n {4}~ 1 to update\n/);
  const preview = await pulumi.succeed(["preview", "--refresh", ...show, ...pulumi.configArguments()]);
  expect(preview).toContain(`~ say: ${theirs} => ${ours}`);
  expect(preview).toMatch(/Resources:\n {4}~ 1 to update\n/);

  expect(await pulumi.up({ refresh: true })).toMatchObject({ updated: 1 });
  const live = await api.get(await flowPath());
  expect(live.status).toBe("published");
  expect(JSON.stringify(live.definition)).not.toContain(theirs);
  await takeCall(twilio, api, settings);
});

test("a widget that somebody moved in the editor is no drift", async () => {
  const { pulumi } = opened.stack;
  await editInConsole("Greeting", { offset: { x: 1234, y: 5678 } });
  expect(Object.keys(await pulumi.up({ refresh: true }))).toEqual(["unchanged"]);
});

test("destroy leads numbers where they led, and takes flows and addresses away", async () => {
  await opened.stack.pulumi.destroy();
  expect(leadingToFlows()).toEqual(before);
  expect(before).toMatchObject({ flows: [], addresses: [] });
});
