import { expect, test } from "vitest";
import { recordingOn } from "../../../policies/recording-on.ts";
import { ask, unknown, violations } from "./asked.ts";
import { callRecording, flow, having, malformed, sendToFlex } from "./flows.ts";

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
  ["recording is switched off in the flow", [flow([having(callRecording, { record_call: false }), sendToFlex])]],
  ["the flow only may record", [flow([having(callRecording, { record_call: "{{flow.variables.on}}" }), sendToFlex])]],
  ["the flow can't be read", malformed],
])("nothing records where %s", async (_, resources) => {
  expect(await violations(recordingOn, resources)).toEqual([nothing]);
});

test.each(["draft", undefined, 7])("a flow with status %j records nobody", async (status) => {
  const [told, ...others] = await violations(recordingOn, [flow(undefined, { status })]);
  expect(others).toEqual([]);
  expect(told).toMatch(
    /^voice\.status: is (?:"draft"|not set|7), but the flow that records is the one that callers reach; /,
  );
});

test("Flex without two channels as its default is not enough", async () => {
  const mono = { ...defaults, props: { compositionPolicy: { channels: "mono" } } };
  for (const others of [[], [mono], [{ ...defaults, props: {} }]]) {
    expect(await violations(recordingOn, [flex({ callRecordingEnabled: true }), ...others])).toEqual([
      "flex.callRecordingEnabled: is true, but no default recording configuration says that Flex records in two channels; set flex-media:recording.mechanism to native, which declares one",
    ]);
  }
});

test("what is not known yet may record, and Pulumi says so", async () => {
  const told = await ask(recordingOn, [flow([], { definition: unknown })]);
  expect(told).toEqual({ violations: [], unknown: true });
});
