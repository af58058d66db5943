import { describe, expect, test } from "vitest";
import type { FlowDefinition, State } from "../../../../infra/studio/definition.ts";
import { FlowError, findingText, flowFindings } from "../../../../infra/studio/flow.ts";
import { changed, leading, soundFlow, withProperties, withWidget } from "./sample.ts";

const names = "Trigger, Greeting, Menu, CallRecording, Recorded, SendToFlex";

function say(name: string, text: string, next?: string): State {
  const transitions = [{ event: "audioComplete", ...(next === undefined ? {} : { next }) }];
  return { name, type: "say-play", transitions, properties: { say: text } };
}

const secondRecording: State = {
  name: "Again",
  type: "record-call",
  transitions: [{ event: "success", next: "Recorded" }, { event: "failed" }],
  properties: { record_call: true },
};

const broken: State = {
  name: "Language",
  type: "set-variables",
  transitions: [{ event: "next", next: "Menu" }],
  properties: { variables: [{ key: "language", value: "{{trigger", type: "string" }] },
};

const flows: [how: string, definition: FlowDefinition, messages: string[]][] = [
  [
    "no such initial widget",
    { ...soundFlow(), initial_state: "Start" },
    [`initial: is "Start", no widget of this flow; name one that is there: ${names}`],
  ],
  [
    "a transition to nowhere",
    leading("Menu", "timeout", "Voicemail"),
    [`widgets.Menu.next.timeout: leads to "Voicemail", no widget of this flow; name one that is there: ${names}`],
  ],
  [
    "an event that the widget doesn't have",
    leading("Greeting", "hangup", "SendToFlex"),
    ["widgets.Greeting.next.hangup: is no event of say-play; use audioComplete"],
  ],
  [
    "one event with two ways",
    changed(soundFlow(), "Menu", (state) => ({
      ...state,
      transitions: [...state.transitions, { event: "speech", next: "Recorded" }],
    })),
    ["widgets.Menu.next.speech: is there twice; keep one of the two"],
  ],
  [
    "a widget that nothing leads to",
    leading("CallRecording", "success", undefined),
    ["widgets.Recorded: is never reached; lead a transition to it, or remove it"],
  ],
  [
    "two widgets of one name",
    { ...soundFlow(), states: [...soundFlow().states, say("Greeting", "Again")] },
    ["widgets.Greeting: is there twice; rename one of the two"],
  ],
  [
    "a name with a space",
    withWidget(say("Good bye", "Bye"), "SendToFlex", "callComplete"),
    ['widgets["Good bye"]: is no name that Studio takes; use letters, digits, underscores and hyphens'],
  ],
  [
    "a required property left out",
    withProperties("SendToFlex", { workflow: "" }),
    ["widgets.SendToFlex.workflow: is missing; send-to-flex can't run without it"],
  ],
  [
    "Liquid that isn't closed",
    withProperties("Greeting", { say: "Hello, {{trigger.call.From" }),
    ['widgets.Greeting.say: is no Liquid (output "{{trigger.call.From" not closed); mend it'],
  ],
  [
    "a filter that Studio doesn't have",
    withProperties("Greeting", { say: "Hello, {{trigger.call.From | shout}}" }),
    ["widgets.Greeting.say: is no Liquid (undefined filter: shout); mend it"],
  ],
  [
    "a filter that another Liquid has",
    withProperties("Greeting", { say: "{{trigger.call.From | jsonify}}" }),
    ["widgets.Greeting.say: is no Liquid (undefined filter: jsonify); mend it"],
  ],
  [
    "a tag that reads another file",
    withProperties("Greeting", { say: "{% include 'greeting' %}" }),
    ['widgets.Greeting.say: is no Liquid (tag "include" not found); mend it'],
  ],
  [
    "Liquid that names no widget",
    withProperties("Recorded", { attributes: '{"a":"{{widgets.Recording.Sid}}"}' }),
    [
      'widgets.Recorded.attributes: reads widgets.Recording.Sid, but no widget is named "Recording"; ' +
        `name one that is there: ${names}`,
    ],
  ],
  [
    "Liquid that names no field",
    withProperties("Recorded", { attributes: '{"a":"{{widgets.CallRecording.RecordingSid}}"}' }),
    [
      "widgets.Recorded.attributes: reads widgets.CallRecording.RecordingSid, but record-call sets no RecordingSid; " +
        "read one that it sets: AccountSid, ApiVersion, CallSid, Channels, ConferenceSid, DateCreated, …",
    ],
  ],
  [
    "Liquid that reads what comes later",
    withProperties("Greeting", { say: "You pressed {{widgets.Menu.Digits}}." }),
    ["widgets.Greeting.say: reads widgets.Menu.Digits, which is never set before it comes here; set it on the way"],
  ],
  [
    "Liquid that reads what a failure doesn't leave",
    leading("CallRecording", "success", undefined, leading("CallRecording", "failed", "Recorded")),
    [
      "widgets.Recorded.attributes: reads widgets.CallRecording.Sid, which is never set before it comes here; " +
        "set it on the way",
    ],
  ],
  [
    "Liquid that reads a variable nobody sets",
    withProperties("Greeting", { say: "{{flow.variables.language}}" }),
    ["widgets.Greeting.say: reads flow.variables.language, which no Set Variables sets; set it before"],
  ],
  [
    "Liquid that reads a trigger of another kind",
    withProperties("Greeting", { say: "{{trigger.message.Body}}" }),
    [
      "widgets.Greeting.say: reads trigger.message, which is never set before it comes here; read what the trigger leads here with",
    ],
  ],
  [
    "Liquid that reads no trigger at all",
    withProperties("Greeting", { say: "{{trigger.Call.From}}" }),
    [
      "widgets.Greeting.say: reads trigger.Call.From, which no trigger has; " +
        "read one of message, call, conversation, request, parent",
    ],
  ],
  [
    "Liquid that reads what Studio hasn't got",
    withProperties("Greeting", { say: "{{first_name}}" }),
    [
      "widgets.Greeting.say: reads first_name, which is nothing that Studio has; " +
        "begin with widgets, flow, trigger or contact",
    ],
  ],
  [
    "a recording before anybody is spoken to",
    leading("Trigger", "incomingCall", "CallRecording"),
    [
      "widgets.Greeting: is never reached; lead a transition to it, or remove it",
      "widgets.Menu: is never reached; lead a transition to it, or remove it",
      "widgets.Recorded.attributes: reads widgets.Menu.Digits, which is never set before it comes here; set it on the way",
      "widgets.CallRecording: may come before anybody was spoken to; put a Say/Play or Gather on every way to it",
    ],
  ],
  [
    "a recording of what is no incoming call",
    leading("Trigger", "incomingRequest", "Greeting"),
    ["widgets.CallRecording: records what may be no incoming call; lead nothing but the trigger's incomingCall here"],
  ],
  [
    "two recordings",
    {
      ...leading("CallRecording", "success", "Again"),
      states: [...leading("CallRecording", "success", "Again").states, secondRecording],
    },
    [
      "widgets.Again: starts a second recording beside one that is on; " +
        "keep one of the two, or switch the first one off",
    ],
  ],
  [
    "2,000 characters of attributes",
    withProperties("SendToFlex", { attributes: JSON.stringify({ note: "x".repeat(1989) }) }),
    ["widgets.SendToFlex.attributes: has 2000 characters, but Studio takes 1024; shorten it, or set a variable before"],
  ],
  [
    "attributes that grow beyond 1,024 characters",
    withProperties("Recorded", { attributes: JSON.stringify({ a: "{{widgets.CallRecording.Uri}}".repeat(10) }) }),
    ["widgets.Recorded.attributes: may grow to 1068 characters once it is rendered, but Studio takes 1024; shorten it"],
  ],
  [
    "attributes that are no JSON",
    withProperties("SendToFlex", { attributes: '{"name": {{trigger.call.From}}}' }),
    [
      "widgets.SendToFlex.attributes: is no JSON object once it is rendered; " +
        "quote text, and leave numbers and | to_json without quotes",
    ],
  ],
  [
    "attributes that Liquid can't render",
    withProperties("SendToFlex", { attributes: '{"a":"{% for i in (1..100000000) %}{{i}}{% endfor %}"}' }),
    ["widgets.SendToFlex.attributes: can't be rendered (memory alloc limit exceeded); simplify it"],
  ],
  [
    "attributes that read a variable whose Liquid is wrong",
    {
      ...withWidget(broken, "Greeting", "audioComplete"),
      states: withWidget(broken, "Greeting", "audioComplete").states.map((state) =>
        state.name === "SendToFlex"
          ? { ...state, properties: { ...state.properties, attributes: '{"a":"{{flow.variables.language}}"}' } }
          : state,
      ),
    },
    ['widgets.Language.variables[0].value: is no Liquid (output "{{trigger" not closed); mend it'],
  ],
  [
    "a task that waits for more than two weeks",
    withProperties("SendToFlex", { timeout: "1209601" }),
    ["widgets.SendToFlex.timeout: is 1209601 seconds; give 1 to 1209600"],
  ],
  [
    "no widgets",
    { ...soundFlow(), states: [] },
    [
      "widgets: are 0, but a flow has 1 to 1000; split it up",
      'initial: is "Trigger", no widget of this flow; add widgets',
    ],
  ],
];

describe("A flow", () => {
  test("that is sound has no findings", () => {
    expect(flowFindings(soundFlow())).toEqual([]);
  });

  test.each(flows)("with %s is told so", (_, definition, messages) => {
    const errors = flowFindings(definition).filter(({ severity }) => severity === "error");
    expect(errors.map(findingText)).toEqual(messages);
  });

  test("with several mistakes is told of all at once", () => {
    const findings = flowFindings(
      leading("Menu", "timeout", "Voicemail", withProperties("Greeting", { say: "{{x}}" })),
    );
    const error = new FlowError("Sound", findings);
    expect(error.message).toBe(
      [
        'The flow "Sound" is wrong:',
        `widgets.Menu.next.timeout: leads to "Voicemail", no widget of this flow; name one that is there: ${names}`,
        "widgets.Greeting.say: reads x, which is nothing that Studio has; begin with widgets, flow, trigger or contact",
      ].join("\n"),
    );
    expect(error.findings).toHaveLength(2);
  });
});

describe("Liquid that may find nothing", () => {
  const both = (attributes: string) =>
    leading("CallRecording", "failed", "Recorded", withProperties("Recorded", { attributes })).states;
  const found = (attributes: string) => {
    const definition = { ...soundFlow(), states: both(attributes) };
    return flowFindings(definition)
      .filter(({ severity }) => severity === "warning")
      .map(findingText);
  };

  test("is a warning", () => {
    expect(found('{"a":"{{widgets.CallRecording.Sid}}"}')).toEqual([
      "widgets.Recorded.attributes: reads widgets.CallRecording.Sid, which is set on some ways here only; " +
        "say what else with | default, or ask with {% if %}",
    ]);
  });

  test.each([
    `{"a":"{{widgets.CallRecording.Sid | default: 'none'}}"}`,
    '{"a":"{% if widgets.CallRecording %}{{widgets.CallRecording.Sid}}{% endif %}"}',
    '{"a":"{% if widgets.CallRecording.Sid %}{{widgets.CallRecording.Uri}}{% else %}none{% endif %}"}',
    `{"a":"{% assign sid = widgets.CallRecording.Sid | default: '' %}{{sid}}"}`,
  ])("is none where the text copes: %s", (attributes) => {
    expect(found(attributes)).toEqual([]);
  });

  test("is one where another widget is asked about", () => {
    expect(found('{"a":"{% if widgets.Menu.Digits %}{{widgets.CallRecording.Sid}}{% endif %}"}')).toHaveLength(1);
  });

  test("reads what a loop walks through from nowhere", () => {
    expect(found('{"a":"{% for key in widgets.Menu.Digits %}{{key}}{% endfor %}"}')).toEqual([]);
  });

  test("warns of date tokens that Studio may not know", () => {
    expect(found(`{"a":"{{widgets.Menu.Digits | date: '%s'}}"}`)).toEqual([
      "widgets.Recorded.attributes: formats a time with a token that Studio may not know; " +
        "count it with liquidMilliseconds instead",
    ]);
  });
});
