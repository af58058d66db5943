import { expect, test } from "vitest";
import { oneRecordingMechanism } from "../../../policies/one-recording-mechanism.ts";
import { ask, unknown, violations } from "./asked.ts";
import { callRecording, flow, having, sendToFlex } from "./flows.ts";

const flex = (props: Record<string, unknown>) => ({ type: "twilio:flex:Configuration", name: "flex", props });
const off = flex({ callRecordingEnabled: false });
const on = flex({ callRecordingEnabled: true });
const remedy = "set turnOffNative: true beside flex-media:recording.mechanism";
const twice = "each call would be recorded twice, and Flex Insights would play either";

test("each mechanism passes alone", async () => {
  expect(await violations(oneRecordingMechanism, [flow(), off])).toEqual([]);
  expect(await violations(oneRecordingMechanism, [on])).toEqual([]);
  expect(await violations(oneRecordingMechanism, [off], { plugin: true })).toEqual([]);
  expect(await violations(oneRecordingMechanism, [])).toEqual([]);
});

test("Flex beside a flow or a plugin", async () => {
  expect(await violations(oneRecordingMechanism, [flow(), on])).toEqual([
    `flex.callRecordingEnabled: is true, but the flow voice records as well: ${twice}; ${remedy}`,
  ]);
  expect(await violations(oneRecordingMechanism, [on], { plugin: true })).toEqual([
    `flex.callRecordingEnabled: is true, but a plugin records as well: ${twice}; ${remedy}`,
  ]);
});

test.each([undefined, null, "false", 0])(
  "Flex that is not declared off, but %j, may record as well",
  async (enabled) => {
    const [told, ...others] = await violations(oneRecordingMechanism, [
      flow(),
      flex({ callRecordingEnabled: enabled }),
    ]);
    expect(others).toEqual([]);
    expect(told).toMatch(
      /^flex\.callRecordingEnabled: is .*, but the flow voice records, and Flex may do so as well; /,
    );
  },
);

test("no Flex Configuration at all leaves Flex's own recording to a click", async () => {
  expect(await violations(oneRecordingMechanism, [flow()])).toEqual([
    `stack.callRecordingEnabled: is not declared, but the flow voice records, and Flex may do so as well; ${remedy}`,
  ]);
});

test("a flow beside a plugin", async () => {
  expect(await violations(oneRecordingMechanism, [flow(), off], { plugin: true })).toEqual([
    `voice.definition.states[1]: is a widget that records, but a plugin records: ${twice}; take the widget out, or set plugin of this policy to false`,
  ]);
  const silent = flow([having(callRecording, { record_call: false }), sendToFlex]);
  expect(await violations(oneRecordingMechanism, [silent, off], { plugin: true })).toEqual([]);
});

test("a connected call that is recorded beside Call Recording", async () => {
  const connects = { name: "Dial", type: "connect-call-to", properties: { record: true } };
  expect(await violations(oneRecordingMechanism, [flow([callRecording, connects]), off])).toEqual([
    `voice.definition.states[2].properties.record: is true, but Call Recording of the same flow records as well: ${twice}; leave it out`,
  ]);
  expect(await violations(oneRecordingMechanism, [flow([connects]), off])).toEqual([]);
});

test("a value that is not known yet leaves the others judged", async () => {
  const told = await ask(oneRecordingMechanism, [flow([], { definition: unknown }), flow(), on]);
  expect(told.unknown).toBe(true);
  expect(told.violations).toHaveLength(1);
  expect(await ask(oneRecordingMechanism, [flow(), flex({ callRecordingEnabled: unknown })])).toEqual({
    violations: [],
    unknown: true,
  });
});
