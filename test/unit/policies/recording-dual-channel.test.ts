import fc from "fast-check";
import { expect, test } from "vitest";
import { recordingDualChannel } from "../../../policies/recording-dual-channel.ts";
import { ask, unknown, violations } from "./asked.ts";
import { callRecording, flow, having, malformed, sendToFlex, unreadable } from "./flows.ts";

const rule = "but recordings keep the two sides of a call on two channels, or nobody can tell who spoke";
const configured = (compositionPolicy: unknown, type = "twilio:voice:RecordingConfiguration") => ({
  type,
  props: { compositionPolicy },
});

test("two channels pass, in flows and configurations; so does what doesn't record", async () => {
  const off = having(callRecording, { record_call: false, recording_channels: "mono" });
  const dials = { name: "Dial", type: "connect-call-to", properties: { noun: "client", record: false } };
  expect(await violations(recordingDualChannel, [flow(), flow([off, dials, sendToFlex])])).toEqual([]);
  const policies = [{ channels: "dual" }, { channels: "dual", track: "both" }].flatMap((policy) => [
    configured(policy),
    configured(policy, "twilio:voice:DefaultRecordingConfiguration"),
  ]);
  expect(await violations(recordingDualChannel, policies)).toEqual([]);
  expect(await violations(recordingDualChannel, [])).toEqual([]);
});

test("anything but two channels is named, with its place", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.constant(undefined), fc.jsonValue()), async (channels) => {
      fc.pre(channels !== "dual");
      const [inFlow, ...others] = await violations(recordingDualChannel, [
        flow([having(callRecording, { recording_channels: channels }), sendToFlex]),
      ]);
      expect(others).toEqual([]);
      expect(inFlow).toContain("voice.definition.states[1].properties.recording_channels: is ");
      expect(inFlow).toContain(`${rule}; set it to "dual"`);
      const [configuration] = await violations(recordingDualChannel, [configured({ channels })]);
      expect(configuration).toContain("it.compositionPolicy.channels: is ");
    }),
  );
});

test.each([undefined, null, "dual", []])("a configuration whose policy is %j says no channels", async (policy) => {
  expect(await violations(recordingDualChannel, [configured(policy)])).toEqual([
    `it.compositionPolicy.channels: is not set, ${rule}; set it to "dual"`,
  ]);
});

test("one side alone is no call", async () => {
  expect(await violations(recordingDualChannel, [configured({ channels: "dual", track: "inbound" })])).toEqual([
    'it.compositionPolicy.track: is "inbound", but one side alone is no call; set it to "both", or leave it out',
  ]);
});

test("calls that the flow makes are recorded in two channels, those that it connects not at all", async () => {
  const makes = { name: "Call", type: "make-outgoing-call-v2", properties: { record: true } };
  const connects = { name: "Dial", type: "connect-call-to", properties: { record: true, recording_channels: "dual" } };
  const told = await violations(recordingDualChannel, [flow([makes, connects])]);
  expect(told).toEqual([
    `voice.definition.states[1].properties.recording_channels: is not set, ${rule}; set it to "dual"`,
    `voice.definition.states[2].properties.record: is true, ${rule}; leave it out, and put Call Recording with two channels before it`,
  ]);
});

test.each(malformed)("a flow that can't be read counts as wrong", async (given) => {
  expect(await violations(recordingDualChannel, [given])).toEqual([unreadable]);
});

test("a definition that is not known yet is asked about at the update", async () => {
  expect(await ask(recordingDualChannel, [flow([], { definition: unknown })])).toEqual({
    violations: [],
    unknown: true,
  });
});
