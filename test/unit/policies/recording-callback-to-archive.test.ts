import { expect, test } from "vitest";
import { recordingCallbackToArchive } from "../../../policies/recording-callback-to-archive.ts";
import { ask, unknown, violations } from "./asked.ts";
import { archiveUrl, callRecording, flow, having, sendToFlex } from "./flows.ts";

const intake = {
  type: "aws:lambda/functionUrl:FunctionUrl",
  name: "archive-intake",
  props: { functionUrl: "https://abc123.lambda-url.us-east-1.on.aws/" },
  parent: "flex-media:archive:Archive",
};
const native = (props: Record<string, unknown> = { callRecordingWebhookUrl: archiveUrl }) => ({
  type: "twilio:flex:Configuration",
  name: "flex",
  props: { callRecordingEnabled: true, ...props },
});
const callback = { url: archiveUrl, events: ["completed", "absent"] };
const defaults = (props: Record<string, unknown> = {}) => ({
  type: "twilio:voice:DefaultRecordingConfiguration",
  name: "recording",
  props: { callRecordingStatusCallback: callback, conferenceRecordingStatusCallback: callback, ...props },
});
const rest =
  "but each recording is reported to the archive of this stack; leave flex-media:recording.callbackUrl out and set flex-media:archive.enabled to true";
const at = "voice.definition.states[1].properties";
const reporting = (properties: Record<string, unknown>) => flow([having(callRecording, properties), sendToFlex]);

test("what reports to the archive passes, whichever mechanism records", async () => {
  expect(await violations(recordingCallbackToArchive, [flow(), intake])).toEqual([]);
  expect(await violations(recordingCallbackToArchive, [native(), defaults(), intake])).toEqual([]);
  expect(await violations(recordingCallbackToArchive, [intake])).toEqual([]);
});

test.each([
  ["https://elsewhere.example.com/hook?key=1", "https://elsewhere.example.com"],
  ["http://abc123.lambda-url.us-east-1.on.aws/", "http://abc123.lambda-url.us-east-1.on.aws"],
  ["", "not set"],
  [undefined, "not set"],
  [7, "no URL"],
  ["{{flow.variables.callback}}", "no URL"],
])("%j is not the archive", async (url, seen) => {
  expect(await violations(recordingCallbackToArchive, [reporting({ recording_status_callback: url }), intake])).toEqual(
    [`${at}.recording_status_callback: is ${seen}, ${rest}`],
  );
  expect(
    await violations(recordingCallbackToArchive, [native({ callRecordingWebhookUrl: url }), defaults(), intake]),
  ).toEqual([`flex.callRecordingWebhookUrl: is ${seen}, ${rest}`]);
});

test("the playback function's URL is not the archive's", async () => {
  const playback = { ...intake, parent: "flex-media:playback:Playback" };
  const told = await violations(recordingCallbackToArchive, [flow(), playback]);
  expect(told).toHaveLength(2);
  expect(told[0]).toBe(
    "stack.archive: is not there, but recordings go into the team's own bucket; leave flex-media:recording.callbackUrl out and set flex-media:archive.enabled to true",
  );
});

test("a stack without anything has no archive", async () => {
  expect(await violations(recordingCallbackToArchive, [])).toHaveLength(1);
});

test("the environment may allow receivers of the team's own", async () => {
  const elsewhere = reporting({ recording_status_callback: "https://callbacks.example.com/hook" });
  const config = { origins: ["https://callbacks.example.com"] };
  expect(await violations(recordingCallbackToArchive, [elsewhere], config)).toEqual([]);
  expect(await violations(recordingCallbackToArchive, [flow()], config)).toHaveLength(1);
});

test.each(["absent", "", 7])("events %j leave out what is complete", async (events) => {
  const told = await violations(recordingCallbackToArchive, [
    reporting({ recording_status_callback_events: events }),
    intake,
  ]);
  expect(told).toEqual([
    `${at}.recording_status_callback_events: is ${JSON.stringify(events)}, but the archive has to hear of each recording that is complete; add completed`,
  ]);
});

test("the defaults of native recording report calls and conferences", async () => {
  const half = defaults({ conferenceRecordingStatusCallback: undefined });
  expect(await violations(recordingCallbackToArchive, [native(), half, intake])).toEqual([
    `recording.conferenceRecordingStatusCallback.url: is not set, ${rest}`,
  ]);
  const deaf = defaults({ callRecordingStatusCallback: { url: archiveUrl, events: ["absent"] } });
  expect(await violations(recordingCallbackToArchive, [native(), deaf, intake])).toEqual([
    'recording.callRecordingStatusCallback.events: is ["absent"], but the archive has to hear of each recording that is complete; add completed',
  ]);
});

test("connected calls report nowhere", async () => {
  const connects = { name: "Dial", type: "connect-call-to", properties: { record: true } };
  expect(await violations(recordingCallbackToArchive, [flow([connects]), intake])).toEqual([
    `${at}.record: is true, but it can't report its recordings; leave it out, and put Call Recording before it`,
  ]);
});

test("what callers leave as voicemail goes to the archive as well", async () => {
  const voicemail = (url: unknown) =>
    flow([{ name: "Voicemail", type: "record-voicemail", properties: { recording_status_callback_url: url } }]);
  expect(await violations(recordingCallbackToArchive, [voicemail(archiveUrl), intake])).toEqual([]);
  for (const [url, seen] of [
    ["https://evil.example.com/hook?key=1", "https://evil.example.com"],
    [undefined, "not set"],
  ]) {
    expect(await violations(recordingCallbackToArchive, [voicemail(url), intake])).toEqual([
      `${at}.recording_status_callback_url: is ${seen}, but each recording is reported to the archive of this stack; give it the callback that Call Recording has, which is where the archive takes recordings in`,
    ]);
  }
});

test("before the archive has its URL nothing can be said", async () => {
  const coming = { ...intake, props: { functionUrl: unknown } };
  const told = await ask(recordingCallbackToArchive, [flow(), coming]);
  expect(told).toEqual({ violations: [], unknown: true });
});
