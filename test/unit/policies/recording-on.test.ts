import { describe, expect, test } from "vitest";
import { recordingOn } from "../../../policies/recording-on.ts";
import { ask, unknown, violations } from "./asked.ts";
import { callRecording, flow, having, malformed, type State, sendToFlex, trigger } from "./flows.ts";

const flex = (props: Record<string, unknown>) => ({ type: "twilio:flex:Configuration", name: "flex", props });
const defaults = {
  type: "twilio:voice:DefaultRecordingConfiguration",
  props: { compositionPolicy: { channels: "dual" } },
};
const nothing =
  "stack.recording: is done by nothing, but calls are recorded; set flex-media:recording.mechanism, and flex-media:voice with the numbers that lead to the flow";

test("a published flow records, or Flex does in two channels, or a plugin where the environment says so", async () => {
  expect(await violations(recordingOn, [flow()])).toEqual([]);
  expect(await violations(recordingOn, [flex({ callRecordingEnabled: true }), defaults])).toEqual([]);
  expect(await violations(recordingOn, [], { plugin: true })).toEqual([]);
});

test.each([
  ["an empty stack", []],
  ["Flex says nothing", [flex({})]],
  ["Flex is off", [flex({ callRecordingEnabled: false }), defaults]],
  ["Flex says no boolean", [flex({ callRecordingEnabled: "true" }), defaults]],
  ["the only flow takes messages", [flow([trigger("SendToFlex", "incomingMessage"), sendToFlex])]],
  ["the only flow hands nothing on and records nothing", [flow([{ ...sendToFlex, type: "say-play" }])]],
  ["the flow can't be read", malformed],
])("nothing records where %s", async (_, resources) => {
  expect(await violations(recordingOn, resources)).toEqual([nothing]);
});

describe("in a published flow no call may get to somebody unrecorded", () => {
  const unrecorded = (at: number, type = "send-to-flex") =>
    `voice.definition.states[${at}]: is ${type} for calls that nothing records, but a call is recorded before anybody else gets it; lead every way to it through Call Recording with record_call: true; or, where it is for callers who decline, name it in unrecorded of this policy's environment`;
  const widget = (type: string, next: Record<string, string> = {}, properties = {}): State => ({
    name: type,
    type,
    properties,
    transitions: Object.entries(next).map(([event, name]) => ({ event, next: name })),
  });

  test("whose Call Recording is passed by", async () => {
    const rewired = flow([trigger("SendToFlex"), callRecording, sendToFlex]);
    expect(await violations(recordingOn, [rewired])).toEqual([unrecorded(2)]);
  });

  test("beside another flow that records", async () => {
    const second = { ...flow([sendToFlex]), name: "second" };
    const told = [unrecorded(1).replace("voice", "second")];
    expect(await violations(recordingOn, [flow(), second])).toEqual(told);
    const draft = { ...flow([sendToFlex], { status: "draft" }), name: "second" };
    expect(await violations(recordingOn, [flow(), draft])).toEqual([]);
    const messages = { ...flow([trigger("SendToFlex", "incomingMessage"), sendToFlex]), name: "second" };
    expect(await violations(recordingOn, [flow(), messages])).toEqual([]);
  });

  test("on one of several ways", async () => {
    const split = widget("split-based-on", { noMatch: "SendToFlex", match: "CallRecording" });
    expect(await violations(recordingOn, [flow([split, callRecording, sendToFlex])])).toEqual([unrecorded(3)]);
    const both = widget("split-based-on", { noMatch: "CallRecording", match: "CallRecording" });
    expect(await violations(recordingOn, [flow([both, callRecording, sendToFlex])])).toEqual([]);
  });

  test.each([false, "{{flow.variables.on}}", "true", undefined])("whose Call Recording says %j", async (on) => {
    const told = await violations(recordingOn, [flow([having(callRecording, { record_call: on }), sendToFlex])]);
    expect(told).toEqual([unrecorded(2)]);
  });

  test("that is switched off again", async () => {
    const on = { ...callRecording, transitions: [{ event: "success", next: "Off" }] };
    const off = { ...having(callRecording, { record_call: false }), name: "Off" };
    expect(await violations(recordingOn, [flow([on, off, sendToFlex])])).toEqual([unrecorded(3)]);
  });

  test("but one that can't be recorded is not turned away", async () => {
    const failed = [...(callRecording.transitions ?? []), { event: "failed", next: "SendToFlex" }];
    expect(await violations(recordingOn, [flow([{ ...callRecording, transitions: failed }, sendToFlex])])).toEqual([]);
  });

  test.each(["enqueue-call", "connect-call-to", "add-twiml-redirect", "run-subflow"])("by %s", async (type) => {
    expect(await violations(recordingOn, [flow([widget(type)])])).toEqual([unrecorded(1, type)]);
  });

  test("be it a call that the flow makes", async () => {
    const makes = (record: unknown) =>
      flow([
        trigger("make-outgoing-call-v2", "incomingRequest"),
        widget("make-outgoing-call-v2", { answered: "SendToFlex", failed: "SendToFlex" }, { record }),
        sendToFlex,
      ]);
    const others = { ...flow(), name: "records" };
    expect(await violations(recordingOn, [others, makes(true)])).toEqual([]);
    for (const record of [false, undefined, "{{flow.variables.on}}"]) {
      expect(await violations(recordingOn, [others, makes(record)])).toEqual([unrecorded(2)]);
    }
  });

  test("but those who decline it, by a widget that the environment names", async () => {
    const asked = widget("split-based-on", { noMatch: "CallRecording", match: "SendToFlexDeclined" });
    const declined = { ...sendToFlex, name: "SendToFlexDeclined" };
    const split = flow([asked, callRecording, sendToFlex, declined]);
    expect(await violations(recordingOn, [split])).toEqual([unrecorded(4)]);
    expect(await violations(recordingOn, [split], { unrecorded: ["SendToFlexDeclined"] })).toEqual([]);
    expect(await violations(recordingOn, [split], { unrecorded: ["SendToFlex"] })).toEqual([unrecorded(4)]);
    const rewired = flow([trigger("SendToFlex"), callRecording, sendToFlex, declined]);
    expect(await violations(recordingOn, [rewired], { unrecorded: ["SendToFlexDeclined"] })).toEqual([unrecorded(2)]);
    const alone = flow([declined]);
    expect(await violations(recordingOn, [alone], { unrecorded: ["SendToFlexDeclined"] })).toEqual([nothing]);
  });

  test("also where ways lead back", async () => {
    const round = widget("gather-input-on-call", { keypress: "CallRecording", timeout: "gather-input-on-call" });
    expect(await violations(recordingOn, [flow([round, callRecording, sendToFlex])])).toEqual([]);
  });
});

test.each(["draft", undefined, 7])("a flow with status %j records nobody", async (status) => {
  const [told, ...others] = await violations(recordingOn, [flow(undefined, { status })]);
  expect(others).toEqual([]);
  expect(told).toMatch(
    /^voice\.status: is (?:"draft"|not set|7), but the flow that records is the one that callers reach; /,
  );
});

test("a draft that records is told of beside a published flow that doesn't", async () => {
  const second = { ...flow([sendToFlex]), name: "second" };
  const told = await violations(recordingOn, [flow(undefined, { status: "draft" }), second]);
  expect(told.map((message) => message.split(": is ")[0])).toEqual(["second.definition.states[1]", "voice.status"]);
});

test("Flex without two channels as its default is not enough", async () => {
  const mono = { ...defaults, props: { compositionPolicy: { channels: "mono" } } };
  for (const others of [[], [mono], [{ ...defaults, props: {} }]]) {
    expect(await violations(recordingOn, [flex({ callRecordingEnabled: true }), ...others])).toEqual([
      "flex.callRecordingEnabled: is true, but no default recording configuration says that Flex records in two channels; set flex-media:recording.mechanism to native, which declares one",
    ]);
  }
});

test("what is not known yet may record, and Pulumi says so; the others are judged", async () => {
  const coming = { ...flow([], { definition: unknown }), name: "coming" };
  expect(await ask(recordingOn, [coming])).toEqual({ violations: [], unknown: true });
  const told = await ask(recordingOn, [coming, flow([sendToFlex])]);
  expect(told.unknown).toBe(true);
  expect(told.violations).toHaveLength(1);
});
