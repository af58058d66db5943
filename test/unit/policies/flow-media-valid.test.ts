import { expect, test } from "vitest";
import { flowMediaValid } from "../../../policies/flow-media-valid.ts";
import { ask, unknown, violations } from "./asked.ts";
import { attributesWith, callRecording, flow, having, malformed, sendToFlex, unreadable } from "./flows.ts";

const at = "voice.definition.states[1].properties.attributes";
const handing = (attributes: unknown) => flow([having(sendToFlex, { attributes })]);
const transcript = { type: "ChatTranscript", sid: "{{trigger.conversation.ConversationSid}}" };

test("what follows the rules passes, and a flow that hands nothing on", async () => {
  expect(await violations(flowMediaValid, [flow(), handing(attributesWith([transcript]))])).toEqual([]);
  for (const nothing of [undefined, null, "", "{}"])
    expect(await violations(flowMediaValid, [handing(nothing)])).toEqual([]);
  expect(await violations(flowMediaValid, [flow([])])).toEqual([]);
  expect(await violations(flowMediaValid, [])).toEqual([]);
});

test("variables of the flow are followed to where they are set", async () => {
  const set = (value: string) => ({
    name: "Set",
    type: "set-variables",
    properties: { variables: [{ key: "link", value }] },
  });
  const attributes = attributesWith([{ type: "Referenced", title: "a", url: "{{flow.variables.link}}" }]);
  const passing = flow([having(sendToFlex, { attributes }), set("https://example.com/{{trigger.call.CallSid}}")]);
  expect(await violations(flowMediaValid, [passing])).toEqual([]);
  const plain = flow([having(sendToFlex, { attributes }), set("http://example.com/")]);
  expect(await violations(flowMediaValid, [plain])).toEqual([
    expect.stringContaining("(rule https of conversations.media)"),
  ]);
  const itself = flow([having(sendToFlex, { attributes }), set("https://example.com/{{flow.variables.link}}")]);
  expect(await violations(flowMediaValid, [itself])).toEqual([]);
});

test.each([
  ["raw-first", [{ type: "Raw", url: "https://example.com/1" }, transcript]],
  ["url-provider-type", [{ type: "Embedded", url_provider: "https://example.com/1" }]],
  ["second-recording", [1, 2].map((n) => ({ type: "VoiceRecording", url: `https://example.com/${n}` }))],
  ["type", [{ type: "Video", url: "https://example.com/1" }]],
  ["provider-identifies", [{ type: "VoiceRecording", url_provider: "https://example.com/" }]],
  ["carries-access", [{ type: "Referenced", title: "a", url: "https://example.com/?token=abc" }]],
])("rule %s is held", async (rule, media) => {
  const told = await violations(flowMediaValid, [handing(attributesWith(media))]);
  expect(told.join("\n")).toContain(`(rule ${rule} of conversations.media)`);
  for (const message of told) {
    expect(message).toMatch(
      /^voice\.definition\.states\[1\]\.properties\.attributes\.conversations\.media.*: is .+, but .+; .+/,
    );
    expect(message).not.toMatch(/https?:|token=/);
  }
});

test.each(["{", "[]", "7", '{"a": {{trigger.call.From}} }', "{{ a | nofilter }}", "{% if %}", 7, {}])(
  "%j is no attributes of a Task",
  async (attributes) => {
    expect(await violations(flowMediaValid, [handing(attributes)])).toEqual([
      `${at}: is no JSON object once it is rendered, but a Task's attributes are one; quote text, and leave numbers and | to_json without quotes`,
    ]);
  },
);

test("attributes that Studio can't hold", async () => {
  const [told] = await violations(flowMediaValid, [handing(JSON.stringify({ note: "x".repeat(1024) }))]);
  expect(told).toBe(
    `${at}: is 1035 characters long, but Studio takes 1024 characters; shorten it, or set a variable before`,
  );
});

test("a flow that records hands its recordings on", async () => {
  const rest =
    "is without a VoiceRecording in conversations.media, but a flow that records hands its recordings to Flex Insights; name the recording in the attributes of Send to Flex, as type VoiceRecording";
  for (const attributes of [undefined, attributesWith([transcript]), attributesWith([])]) {
    expect(await violations(flowMediaValid, [flow([callRecording, having(sendToFlex, { attributes })])])).toEqual([
      `voice.definition.states[2]: ${rest}`,
    ]);
  }
  expect(await violations(flowMediaValid, [flow([callRecording])])).toEqual([`voice.definition.states[1]: ${rest}`]);
});

test.each(malformed)("a flow that can't be read counts as wrong", async (given) => {
  expect(await violations(flowMediaValid, [given])).toEqual([unreadable]);
});

test("a definition that is not known yet is asked about at the update", async () => {
  expect(await ask(flowMediaValid, [flow([], { definition: unknown })])).toEqual({ violations: [], unknown: true });
});
