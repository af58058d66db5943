import { describe, expect, test } from "vitest";
import { messaging, voice } from "../../../infra/studio/index.ts";
import { flowMediaValid } from "../../../policies/flow-media-valid.ts";
import { flowWithoutCredentials } from "../../../policies/flow-without-credentials.ts";
import { recordingOn } from "../../../policies/recording-on.ts";
import { ask, unknown, violations } from "./asked.ts";
import {
  archiveUrl,
  attributesWith,
  callRecording,
  flow,
  having,
  malformed,
  type State,
  sendToFlex,
  trigger,
  unreadable,
} from "./flows.ts";

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

test("the flows of this project pass", async () => {
  const common = { workflow: `WW${"1".repeat(32)}`, channel: "voice" };
  const url = "https://abc123.lambda-url.us-east-1.on.aws";
  const recorded = { ...common, greeting: "Hello.", recording: "studio", statusCallback: archiveUrl } as const;
  const definitions = [
    voice({ ...recorded, media: { play: "url_provider", url } }),
    voice({ ...recorded, media: { play: "twilio" } }),
    voice({ ...recorded, media: { play: "twilio", startTime: "documented" } }),
    voice({ ...common, greeting: "Hello.", recording: "none" }),
    messaging({ ...common, links: [{ show: "referenced", title: "Policy", url: "https://example.com/" }] }),
  ];
  for (const definition of definitions) {
    expect(await violations(flowMediaValid, [flow([], { definition })])).toEqual([]);
    expect(await violations(flowWithoutCredentials, [flow([], { definition })])).toEqual([]);
    expect(await violations(recordingOn, [flow(), flow([], { definition })])).toEqual(
      definition === definitions[3] ? [expect.stringContaining("calls that nothing records")] : [],
    );
  }
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

describe("a Task of a call that is recorded", () => {
  const rest =
    "is without a VoiceRecording in conversations.media, but a flow that records hands its recordings to Flex Insights; name the recording in the attributes of Send to Flex, as type VoiceRecording";
  const leading = (next: Record<string, string>): State => ({
    ...callRecording,
    transitions: Object.entries(next).map(([event, name]) => ({ event, next: name })),
  });

  test("names the recording", async () => {
    for (const attributes of [undefined, attributesWith([transcript]), attributesWith([])]) {
      expect(await violations(flowMediaValid, [flow([callRecording, having(sendToFlex, { attributes })])])).toEqual([
        `voice.definition.states[2]: ${rest}`,
      ]);
    }
  });

  test("is there", async () => {
    expect(await violations(flowMediaValid, [flow([callRecording])])).toEqual([`voice.definition.states[1]: ${rest}`]);
    const passedBy = flow([trigger("SendToFlex"), callRecording, sendToFlex]);
    expect(await violations(flowMediaValid, [passedBy])).toEqual([]);
  });

  test("is each of those that it comes to, not one of them", async () => {
    const split = { name: "Split", type: "split-based-on", properties: {} };
    const ways = [
      { event: "match", next: "SendToFlex" },
      { event: "noMatch", next: "Other" },
    ];
    const other = { ...having(sendToFlex, { attributes: undefined }), name: "Other" };
    const states = [leading({ success: "Split" }), { ...split, transitions: ways }, sendToFlex, other];
    expect(await violations(flowMediaValid, [flow(states)])).toEqual([`voice.definition.states[4]: ${rest}`]);
    const unrecorded = [leading({ success: "SendToFlex", failed: "Other" }), sendToFlex, other];
    expect(await violations(flowMediaValid, [flow(unrecorded)])).toEqual([]);
  });

  test("may be made by Enqueue Call with a workflow", async () => {
    const enqueue = (properties: Record<string, unknown>): State => ({
      name: "SendToFlex",
      type: "enqueue-call",
      properties,
    });
    const workflow = { workflow_sid: `WW${"1".repeat(32)}` };
    const { attributes } = sendToFlex.properties;
    const passing = flow([callRecording, enqueue({ ...workflow, task_attributes: attributes })]);
    expect(await violations(flowMediaValid, [passing])).toEqual([]);
    const without = flow([callRecording, enqueue(workflow)]);
    expect(await violations(flowMediaValid, [without])).toEqual([`voice.definition.states[2]: ${rest}`]);
    const wrong = flow([enqueue({ ...workflow, task_attributes: attributesWith([{ type: "Bogus" }]) })]);
    expect((await violations(flowMediaValid, [wrong])).join()).toContain(
      "states[1].properties.task_attributes.conversations.media[0]",
    );
    expect(await violations(flowMediaValid, [flow([enqueue({ queue_name: "desk" })])])).toEqual([]);
  });

  test("names it in every branch, unless the recording may have failed", async () => {
    const attributes = `{% if widgets.CallRecording.Sid %}${sendToFlex.properties.attributes}{% else %}{}{% endif %}`;
    const branching = having(sendToFlex, { attributes });
    expect(await violations(flowMediaValid, [flow([callRecording, branching])])).toEqual([
      `voice.definition.states[2]: ${rest}`,
    ]);
    const failing = flow([leading({ success: "SendToFlex", failed: "SendToFlex" }), branching]);
    expect(await violations(flowMediaValid, [failing])).toEqual([]);
  });
});

describe("each branch of Liquid is judged", () => {
  const valid = attributesWith([transcript]);
  const bogus = attributesWith([{ type: "Bogus", url: "https://example.com/" }]);

  test.each([
    `{% if flow.variables.x == "y" %}${bogus}{% else %}${valid}{% endif %}`,
    `{% if flow.variables.x == "y" %}${valid}{% elsif flow.variables.z %}${bogus}{% else %}{}{% endif %}`,
    `{% unless flow.variables.x %}${bogus}{% else %}${valid}{% endunless %}`,
    `{% case flow.variables.x %}{% when "a" %}${valid}{% when "b", "c" %}${bogus}{% else %}${valid}{% endcase %}`,
    `{% if flow.variables.x %}{% if flow.variables.y %}${valid}{% else %}${bogus}{% endif %}{% else %}${valid}{% endif %}`,
  ])("%s", async (attributes) => {
    const told = await violations(flowMediaValid, [handing(attributes)]);
    expect(told).not.toEqual([]);
    expect(told.filter((message) => message.includes("(rule type of conversations.media)"))).toHaveLength(1);
    expect(await violations(flowMediaValid, [handing(attributes.replaceAll(bogus, valid))])).toEqual([]);
  });

  test("and one condition holds or doesn't in the whole text", async () => {
    const attributes = `{% if flow.variables.x %}{"a": 1{% else %}{"b": 2{% endif %}{% if flow.variables.x %}}{% else %}}{% endif %}`;
    expect(await violations(flowMediaValid, [handing(attributes)])).toEqual([]);
  });

  test.each([
    `{% assign x = flow.variables.x %}{% if x == "y" %}${bogus}{% else %}${valid}{% endif %}`,
    `{% assign x = flow.variables.x %}{% if "y" != x %}${valid}{% else %}${bogus}{% endif %}`,
    `{% assign x = flow.variables.x %}{% assign z = x %}{% unless z %}${bogus}{% else %}${valid}{% endunless %}`,
    `{% assign x = widgets["Ask"].Digits %}{% case x %}{% when "1" %}${bogus}{% else %}${valid}{% endcase %}`,
    `{% assign x = flow.variables %}{% if x.y > 5 %}${bogus}{% else %}${valid}{% endif %}`,
    `{% assign x = "a" %}{% assign x = flow.variables.x %}{% if x == "y" %}${bogus}{% else %}${valid}{% endif %}`,
  ])("also by a name that is assigned: %s", async (attributes) => {
    expect(await violations(flowMediaValid, [handing(attributes)])).toEqual([
      expect.stringContaining("(rule type of conversations.media)"),
    ]);
  });

  test("but what the text has computed itself is followed", async () => {
    const year = "{% assign y = '2026' | plus: 0 %}{% if y < 2000 %}no JSON{% else %}{}{% endif %}";
    expect(await violations(flowMediaValid, [handing(year)])).toEqual([]);
  });

  test("as is each value that a variable is set to", async () => {
    const set = (name: string, value: string) => ({
      name,
      type: "set-variables",
      properties: { variables: [{ key: "link", value }] },
    });
    const attributes = attributesWith([{ type: "Referenced", title: "a", url: "{{flow.variables.link}}" }]);
    const twice = [set("First", "https://example.com/"), set("Second", "http://example.com/")];
    expect(await violations(flowMediaValid, [flow([having(sendToFlex, { attributes }), ...twice])])).toEqual([
      expect.stringContaining("(rule https of conversations.media)"),
    ]);
  });

  describe("in a menu whose choices each set the same variables", () => {
    const menu = (change: (choice: number) => Record<string, string>) =>
      Array.from({ length: 8 }, (_, choice) => {
        const values = { department: `d${choice}`, skill: `s${choice}`, queue: `q${choice}`, ...change(choice) };
        const variables = Object.entries(values).map(([key, value]) => ({ key, value }));
        return { name: `Choice${choice}`, type: "set-variables", properties: { variables } };
      });
    const media = [{ type: "{{flow.variables.skill}}", sid: "{{trigger.conversation.ConversationSid}}" }];
    const said = { department: "{{flow.variables.department}}", queue: "{{flow.variables.queue}}" };
    const attributes = JSON.stringify({ ...said, conversations: { media } });
    const told = (change: (choice: number) => Record<string, string>) =>
      violations(flowMediaValid, [flow([having(sendToFlex, { attributes }), ...menu(change)])]);

    test("they go together", async () => {
      expect(await told(() => ({ skill: "ChatTranscript" }))).toEqual([]);
      const wrong = await told((choice) => ({ skill: choice === 6 ? "Bogus" : "ChatTranscript" }));
      expect(wrong).toEqual([expect.stringMatching(/media\[0\]\.type: is "Bogus", but .*\(rule type of /)]);
    });
  });

  test("as long as they can be counted", async () => {
    const branches = (count: number) =>
      `{ ${Array.from({ length: count }, (_, index) => `{% if flow.v${index} %}{% endif %}`).join("")} }`;
    expect(await violations(flowMediaValid, [handing(branches(8))])).toEqual([]);
    expect(await violations(flowMediaValid, [handing(branches(9))])).toEqual([
      `${at}: is rendered in more than 256 ways, but each of them has to be judged; branch less, or in the flow`,
    ]);
  });
});

test.each(malformed)("a flow that can't be read counts as wrong", async (given) => {
  expect(await violations(flowMediaValid, [given])).toEqual([unreadable]);
});

test("a definition that is not known yet is asked about at the update", async () => {
  expect(await ask(flowMediaValid, [flow([], { definition: unknown })])).toEqual({ violations: [], unknown: true });
});
