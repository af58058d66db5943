import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { callbackReceiver } from "./callback-receiver.ts";
import { availableWorker, caller, deployed, flexWorkflow, number, state, withFlow } from "./flow-fixture.ts";
import { answered, postForm, refused } from "./forms.ts";
import { accountSid, authToken, recordedAudio, recordings, running } from "./running.ts";

const twilioClient: typeof import("twilio") = createRequire(import.meta.url)("twilio");

const trigger = state("Trigger", "trigger", { incomingCall: "Greeting" });
const greeting = state("Greeting", "say-play", { audioComplete: "CallRecording" }, { say: "Hello" });
const record = (properties: Record<string, unknown> = {}) =>
  state("CallRecording", "record-call", { success: "Flex" }, { record_call: true, ...properties });
const attributes =
  '{"name":"{{trigger.call.From}}","conversations":{"media":[{"type":"VoiceRecording","url_provider":"https://play.example/?recording={{widgets.CallRecording.Sid}}"}]}}';
const toFlex = (workflow: string) => state("Flex", "send-to-flex", {}, { workflow, channel: "voice", attributes });
const events = { recording_status_callback_events: "in-progress completed absent" };

async function recordedFlow(properties: Record<string, unknown> = {}) {
  const { control, close } = await running();
  const workflow = control.state().taskRouter.workflows[0]?.sid ?? "";
  await close();
  return await withFlow([trigger, greeting, record(properties), toFlex(workflow)]);
}

test("a call is led to an agent: task with its media, recording, and signed callbacks", async () => {
  const receiver = await callbackReceiver(authToken);
  const url = `${receiver.url}/recorded?by=flow`;
  const { twilio, called } = await recordedFlow({ recording_status_callback: url, ...events });
  await availableWorker(twilio);
  const { sid, execution, path, tasks } = await called();
  expect(path).toStrictEqual(["Greeting", "CallRecording", "Flex"]);
  expect([execution.status, twilio.control.executions.notices()]).toStrictEqual(["ended", []]);

  const [recording] = await twilioRecordings(twilio.url);
  expect(recording).toMatchObject({ callSid: sid, channels: 2, status: "completed", duration: "1" });
  expect(recording).toMatchObject({ source: "StartCallRecordingAPI", conferenceSid: null });
  const [task] = tasks;
  expect(task).toMatchObject({ assignment_status: "wrapping", workflow_sid: flexWorkflow(twilio) });
  expect(JSON.parse(task?.attributes ?? "")).toMatchObject({
    name: caller,
    call_sid: sid,
    from: caller,
    to: number,
    direction: "inbound",
    conversations: {
      media: [{ type: "VoiceRecording", url_provider: `https://play.example/?recording=${recording?.sid}` }],
    },
  });
  expect(receiver.received.map(({ signed, target }) => [signed, target])).toStrictEqual([
    [true, "/recorded?by=flow"],
    [true, "/recorded?by=flow"],
  ]);
  const common = {
    AccountSid: accountSid,
    CallSid: sid,
    RecordingSid: recording?.sid,
    RecordingUrl: `https://${recordings}/${recording?.sid}`,
    RecordingChannels: "2",
    RecordingSource: "StartCallRecordingAPI",
    RecordingTrack: "both",
    RecordingStartTime: expect.stringMatching(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/),
    ErrorCode: "0",
  };
  expect(receiver.received.map(({ form }) => form)).toStrictEqual([
    { ...common, RecordingStatus: "in-progress" },
    { ...common, RecordingStatus: "completed", RecordingDuration: "1" },
  ]);
});

async function twilioRecordings(url: string) {
  const client = twilioClient(accountSid, authToken);
  client.api.baseUrl = `${url}/api.twilio.com`;
  return await client.recordings.list();
}

test("what was said is what is kept, in the channels that were asked for; nothing said is absent", async () => {
  const receiver = await callbackReceiver(authToken);
  const { twilio, called } = await recordedFlow({
    recording_channels: "mono",
    recording_status_callback: receiver.url,
    ...events,
  });
  const first = await called({ audio: recordedAudio(1000, 3000).toString("base64") });
  const media = await twilio.call(`${recordings}/${first.recordings[0]?.sid}.wav`);
  expect(Buffer.from(await media.arrayBuffer()).equals(recordedAudio(2000))).toBe(true);

  const silent = await called({ seconds: 0 });
  expect(silent.recordings[1]).toMatchObject({ status: "absent", error_code: 16_101, duration: null });
  expect(receiver.received.at(-1)?.form).toMatchObject({ RecordingStatus: "absent", ErrorCode: "16101" });
});

test("without a list of events only the end is told, and a URL that is none gets nothing", async () => {
  const receiver = await callbackReceiver(authToken);
  const told = await recordedFlow({ recording_status_callback: receiver.url });
  await told.called();
  expect(receiver.received.map(({ form }) => form.RecordingStatus)).toStrictEqual(["completed"]);
  const untold = await recordedFlow({ recording_status_callback: "archive" });
  const { recordings: kept } = await untold.called();
  expect(kept).toMatchObject([{ status: "completed" }]);
  expect(untold.twilio.control.deliveries.list()).toStrictEqual([]);
});

test("a callback that fails changes nothing of the call, and the log tells of it", async () => {
  const receiver = await callbackReceiver(authToken);
  receiver.answer({ status: 500 });
  const { twilio, called } = await recordedFlow({ recording_status_callback: `${receiver.url}/x?key=secret` });
  const { recordings: kept, sid } = await called();
  expect(kept).toMatchObject([{ status: "completed" }]);
  const [delivery] = twilio.control.deliveries.list();
  expect(delivery).toMatchObject({ kind: "recording-status", delivered: false, error_code: 11_200 });
  expect(delivery?.parameters).toMatchObject({ CallSid: sid, RecordingStatus: "completed" });
  expect(JSON.stringify(delivery)).not.toMatch(/secret|RecordingUrl/);
});

test("Flex's own recording and the flow's both record, as they would at Twilio", async () => {
  const receiver = await callbackReceiver(authToken);
  const { twilio, called } = await recordedFlow();
  twilio.control.flexConfiguration.change({
    call_recording_enabled: true,
    call_recording_webhook_url: `${receiver.url}/native`,
  });
  await availableWorker(twilio);
  const { sid, recordings: kept } = await called();
  const conference = kept.find(({ source }) => source === "Conference");
  expect(kept.map(({ source, status, channels }) => [source, status, channels]).toSorted()).toStrictEqual([
    ["Conference", "completed", 2],
    ["StartCallRecordingAPI", "completed", 2],
  ]);
  expect(conference).toMatchObject({ call_sid: sid, conference_sid: expect.stringMatching(/^CF/) });
  const { form, signed } = receiver.received[0] ?? {};
  expect([signed, form?.ConferenceSid, form?.CallSid, form?.RecordingTrack]).toStrictEqual([
    true,
    conference?.conference_sid,
    undefined,
    undefined,
  ]);
});

test("where nobody is there the caller gives up: the task is canceled, and Flex records nothing", async () => {
  const { twilio, called } = await recordedFlow();
  twilio.control.flexConfiguration.change({ call_recording_enabled: true });
  const { tasks, recordings: kept, execution } = await called();
  expect(tasks).toMatchObject([{ assignment_status: "canceled", reason: "hangup" }]);
  expect(kept.map(({ source }) => source)).toStrictEqual(["StartCallRecordingAPI"]);
  expect(execution.status).toBe("ended");
});

test("a call that doesn't go on by itself waits for the agent and for the caller to hang up", async () => {
  const { twilio, called } = await recordedFlow();
  await availableWorker(twilio);
  const { sid, execution } = await called({ byItself: false });
  const held = () => twilio.control.state();
  expect([execution.status, held().taskRouter.reservations[0]?.reservation_status]).toStrictEqual([
    "active",
    "pending",
  ]);
  expect(held().recordings).toMatchObject([{ status: "in-progress" }]);
  expect(twilio.control.calls.answer(sid).status).toBe("in-progress");
  expect(held().taskRouter.tasks).toMatchObject([{ assignment_status: "assigned" }]);
  twilio.control.calls.hangUp(sid);
  await twilio.control.settled();
  expect(held().taskRouter.tasks).toMatchObject([{ assignment_status: "wrapping" }]);
  expect(held().recordings).toMatchObject([{ status: "completed" }]);
  expect(() => twilio.control.calls.hangUp(sid)).toThrow(`call ${sid}: is over; place another`);
});

test("recording needs a call that was answered", async () => {
  const { control } = await running();
  const flow = [state("Trigger", "trigger", { incomingCall: "CallRecording" }), record(), greeting];
  const workflow = control.state().taskRouter.workflows[0]?.sid ?? "";
  const { twilio, called } = await withFlow([...flow, toFlex(workflow)]);
  const { recordings: kept, path } = await called();
  expect([kept, path]).toStrictEqual([[], ["CallRecording"]]);
  expect(twilio.control.executions.notices()).toMatchObject([
    { level: "warning", message: "CallRecording: call is not in-progress, cannot record (21220)" },
  ]);
});

test("the published revision answers, not the draft; one that was never published answers nothing", async () => {
  const { twilio, flow, called } = await withFlow([trigger, greeting, state("CallRecording", "say-play")]);
  const other = JSON.stringify({ states: [state("Trigger", "trigger")], initial_state: "Trigger", flags: {} });
  await answered(postForm(twilio, `studio.twilio.com/v2/Flows/${flow}`, { Status: "draft", Definition: other }));
  expect((await called()).path).toStrictEqual(["Greeting", "CallRecording"]);
  await answered(postForm(twilio, `studio.twilio.com/v2/Flows/${flow}`, { Status: "published" }));
  expect((await called()).path).toStrictEqual([]);

  const draft = await deployed(twilio, [state("Trigger", "trigger")], "draft");
  const to = "+15005550007";
  const voice_url = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${draft}`;
  twilio.control.phoneNumbers.add({ phone_number: to, voice_url });
  expect(() => twilio.control.calls.place({ to, from: caller })).toThrow("has not been published; publish it");
});

test.each([
  ["an unknown number", {}, "is no number of this account; add it first"],
  ["a number without a URL", { voice_url: null }, "has no URL; let it lead to a Studio flow"],
  ["another server", { voice_url: "https://example.com/voice" }, "leads to another server; local Twilio runs Studio"],
  ["a flow that is gone", { voice_url: "FW" }, "which is not there; create it"],
])("%s gets no calls", async (_, numbers: { voice_url?: string | null }, message) => {
  const twilio = await running();
  const gone = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/FW${"0".repeat(32)}`;
  if ("voice_url" in numbers) {
    const voice_url = numbers.voice_url === "FW" ? gone : (numbers.voice_url ?? null);
    twilio.control.phoneNumbers.add({ phone_number: number, voice_url });
  }
  const body = JSON.stringify({ to: number, from: caller });
  const response = await fetch(`${twilio.url}/_control/calls`, { method: "POST", body });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(message);
});

test("the API shows the call, records it while it goes on, and stops", async () => {
  const receiver = await callbackReceiver(authToken);
  const { twilio, called } = await recordedFlow();
  const { sid } = await called({ byItself: false });
  const client = twilioClient(accountSid, authToken);
  client.api.baseUrl = twilio.endpoint("api.twilio.com");
  expect(await client.calls(sid).fetch()).toMatchObject({ sid, from: caller, to: number, status: "in-progress" });
  const begun = await client.calls(sid).recordings.create({ recordingStatusCallback: receiver.url });
  expect(begun).toMatchObject({ callSid: sid, status: "in-progress", channels: 1 });
  expect((await client.calls(sid).recordings.list()).map((one) => one.sid)).toContain(begun.sid);
  expect(await client.calls(sid).recordings("Twilio.CURRENT").update({ status: "paused" })).toMatchObject({
    status: "paused",
  });
  expect(await client.calls(sid).recordings(begun.sid).update({ status: "stopped" })).toMatchObject({
    status: "stopped",
  });
  await twilio.control.settled();
  expect(receiver.received.map(({ form, signed }) => [form.RecordingStatus, signed])).toStrictEqual([
    ["completed", true],
  ]);

  twilio.control.calls.hangUp(sid);
  await twilio.control.settled();
  expect((await client.calls(sid).fetch()).status).toBe("completed");
  const calls = `api.twilio.com/2010-04-01/Accounts/${accountSid}/Calls`;
  expect((await refused(postForm(twilio, `${calls}/${sid}/Recordings.json`, {}))).slice(0, 2)).toStrictEqual([
    400, 21_220,
  ]);
  expect((await twilio.call(`${calls}/CA${"0".repeat(32)}.json`)).status).toBe(404);
});

test("calls are placed, answered and ended over HTTP", async () => {
  const { twilio } = await recordedFlow();
  await availableWorker(twilio);
  const control = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${twilio.url}/_control/${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  const placed = await control("POST", "calls", { to: number, from: caller, byItself: false });
  expect(placed.status).toBe(201);
  const { sid, status } = JSON.parse(placed.text);
  expect([sid, status]).toStrictEqual([expect.stringMatching(/^CA/), "ringing"]);
  expect((await control("GET", "settled")).status).toBe(204);
  expect((await control("POST", `calls/${sid}/answer`)).status).toBe(201);
  expect((await control("POST", `calls/${sid}/hang-up`)).status).toBe(201);
  expect((await control("GET", "settled")).status).toBe(204);
  expect(twilio.control.state().calls[0]?.status).toBe("completed");
  for (const path of [`calls/${sid}/answer`, "calls/CA1/hang-up", `calls/${sid}/park`]) {
    expect((await control("POST", path)).status).toBe(400);
  }
});

test.each([
  [{ audio: "UklGRg==" }, "call.audio: is not a WAV file"],
  [{ audio: recordedAudio(1).toString("base64") }, "call.audio: has one channel; send two, the caller first"],
  [{ seconds: -1 }, "call.seconds: "],
  [{ answers: [{ keys: "1" }] }, "call.answers.0: "],
])("a call as %j is refused", async (wrong, message) => {
  const { twilio } = await recordedFlow();
  const call = { to: number, from: caller, ...wrong } as Parameters<typeof twilio.control.calls.place>[0];
  expect(() => twilio.control.calls.place(call)).toThrow(message);
});

test("callers hang up where they are told to, and silence is trimmed where that is asked for", async () => {
  const { called } = await recordedFlow({ trim: "trim-silence" });
  const { execution, recordings: kept } = await called({ hangUpAt: "Flex" });
  expect([execution.status, kept.length]).toStrictEqual(["ended", 1]);
  const { recordings: silent } = await called({ audio: recordedAudio(0, 0).toString("base64") });
  expect(silent[1]).toMatchObject({ status: "absent" });
});
