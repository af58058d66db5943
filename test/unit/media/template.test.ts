import fc from "fast-check";
import { Liquid as Engine } from "liquidjs";
import { describe, expect, test } from "vitest";
import {
  type Attributes,
  attributeFindings,
  embeddedLink,
  joined,
  liquid,
  longestRendering,
  mediaTemplate,
  mergeMedia,
  originalRecording,
  type Renders,
  voiceRecording,
} from "../../../media/index.ts";

/** Liquid as Studio has it: the standard filters and tags, and `to_json`. */
const engine = new Engine({ strictFilters: true, ownPropertyOnly: true });
engine.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));

function rendered(attributes: Attributes, variables: object): unknown {
  const text = String(engine.parseAndRenderSync(mediaTemplate(attributes), variables));
  return JSON.parse(text);
}

const sid = "0123456789abcdef0123456789abcdef";

test("numbers from Liquid stand unquoted, text is escaped, plain values stay", () => {
  const attributes: Attributes = {
    name: liquid("{{trigger.call.From}}", "text"),
    about: liquid('Call of {{trigger.call.From}}, "urgent"', "text"),
    started: liquid("{{flow.variables.start}}", "milliseconds"),
    doubled: liquid("{{flow.variables.start}}000", "number"),
    recording: liquid("{{widgets.R.Sid}}", "sid:RE"),
    url: joined("url", 'https://a.example/"?r=', liquid("{{widgets.R.Sid}}", "sid:RE")),
    plain: ["{{trigger.call.From}}", "{%", 1.5, true, null, { 'a"b': "{{{" }],
  };
  const variables = {
    trigger: { call: { From: 'sip:"a\\b"\n{{x}}' } },
    flow: { variables: { start: "1574350320000" } },
    widgets: { R: { Sid: `RE${sid}` } },
  };
  expect(rendered(attributes, variables)).toEqual({
    name: variables.trigger.call.From,
    about: `Call of ${variables.trigger.call.From}, "urgent"`,
    started: 1574350320000,
    doubled: 1574350320000000,
    recording: `RE${sid}`,
    url: `https://a.example/"?r=RE${sid}`,
    plain: ["{{trigger.call.From}}", "{%", 1.5, true, null, { 'a"b': "{{{" }],
  });
});

test("where variables are empty, what comes out is still JSON: no number, no text", () => {
  const attributes: Attributes = {
    name: liquid("{{trigger.call.From}}", "text"),
    started: liquid("{{flow.variables.start}}", "milliseconds"),
    counted: liquid("{{widgets.R.StartTime | date: '%s'}}000", "milliseconds"),
    seconds: liquid("{% if x %}{{x}}{% endif %}", "seconds"),
    number: liquid("{{flow.variables.number}}", "number"),
    recording: liquid("{{widgets.R.Sid}}", "sid:RE"),
    time: liquid("{{widgets.R.StartTime}}", "time"),
    url: joined("url", "https://a.example/", liquid("{{x}}", "text")),
  };
  const nothing = { started: null, counted: null, seconds: null, number: null, recording: "", time: "" };
  expect(rendered(attributes, {})).toEqual({ ...nothing, name: null, url: "https://a.example/" });
  const blank = { trigger: { call: { From: "" } }, flow: { variables: { start: "", number: "" } }, x: "" };
  expect(rendered(attributes, blank)).toEqual({ ...nothing, name: "", url: "https://a.example/" });
});

test("a time that is no number becomes null rather than a wrong time", () => {
  const attributes = { started: liquid("{{t}}", "milliseconds") };
  expect(rendered(attributes, { t: "Wed, 18 Nov 2026 22:57:42 +0000" })).toEqual({ started: null });
  expect(rendered(attributes, { t: 1574350320000 })).toEqual({ started: 1574350320000 });
});

test("signs that trim white space may stand around an output", () => {
  expect(rendered({ a: liquid("{{- x -}}", "text"), b: liquid("{{-n-}}", "number") }, { x: "y", n: 2 })).toEqual({
    a: "y",
    b: 2,
  });
});

test("whatever attributes hold and variables say, what comes out is JSON with the same plain values", () => {
  const plain = fc.jsonValue({ maxDepth: 2 });
  const types = fc.constantFrom<Renders>("text", "url", "milliseconds", "seconds", "number");
  const text = fc.constantFrom(
    "{{v}}",
    "a{{v}}",
    '"{{v}}\\',
    "{{ v | upcase }}",
    "{% if v %}{{v}}{% endif %}",
    "{{v}}{{w}}",
  );
  const value = fc.oneof(
    // LiquidJS counts with exponents as well, and so comes to Infinity.
    fc.string().filter((given) => !/\de/i.test(given)),
    fc.integer(),
    fc.constant(null),
    fc.string({ unit: fc.constantFrom("{", "%", '"', "}", "\\", "n") }),
  );
  fc.assert(
    fc.property(plain, text, types, value, value, (held, source, type, v, w) => {
      const attributes = { held: held as Attributes, of: liquid(source, type), list: [liquid(source, type)] };
      const result = rendered(attributes, { v, w }) as { held: unknown; of: unknown; list: unknown[] };
      expect(JSON.stringify(result.held)).toBe(JSON.stringify(held));
      expect(result.list).toEqual([result.of]);
      if (type !== "text" && type !== "url") expect(result.of === null || typeof result.of === "number").toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe("the longest rendering", () => {
  test("is what the longest values of each type come to", () => {
    const recordingSid = liquid("{{widgets.R.Sid}}", "sid:RE");
    const attributes = mergeMedia(
      { type: "inbound", name: liquid("{{trigger.call.From}}", "text", 16) },
      {
        task: [
          voiceRecording({
            urlProvider: joined("url", "https://play.example/?recording=", recordingSid),
            startTime: liquid("{{flow.variables.start}}", "milliseconds"),
            channels: ["customer", "others"],
          }),
        ],
      },
    );
    const longest = rendered(attributes, {
      trigger: { call: { From: "+123456789012345" } },
      widgets: { R: { Sid: `RE${sid}` } },
      flow: { variables: { start: 1574350320000 } },
    });
    expect(longestRendering(attributes)).toBe(JSON.stringify(longest).length);
    expect(attributeFindings(attributes, { conversation: "call", through: "send-to-flex" })).toEqual([]);
  });

  test.each([
    [liquid("{{x}}", "sid:CH"), 34],
    [liquid("{{x}}", "time"), 31],
    [liquid("{{x}}", "url"), 256],
    [liquid("{{x}}", "text"), 64],
    [liquid("{{x}} and {{y}}", "text"), 5 + 2 * 64],
    [liquid("{% if x %}yes{% endif %}", "text"), 3],
    [liquid("", "text"), 0],
    [liquid("{{x}}", "text", 3), 3],
    [joined("url", "https://a/", liquid("{{x}}", "sid:RE"), "{{y}}"), 10 + 34 + 64],
  ])("of %o is %i", (value, longest) => {
    expect(value.longest).toBe(longest);
  });

  test("of plain values is their length", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (attributes) => {
        const text = JSON.stringify(attributes);
        fc.pre(!/\{[{%]/.test(text));
        expect(longestRendering(attributes as Attributes)).toBe(text.length);
      }),
    );
  });
});

test("Twilio's sample for dual-channel recordings comes out as it is documented", () => {
  const recording = originalRecording({
    accountSid: liquid("{{widgets.CallRecording.AccountSid}}", "sid:AC"),
    recordingSid: liquid("{{widgets.CallRecording.Sid}}", "sid:RE"),
    startTime: liquid("{{widgets.CallRecording.StartTime}}", "time"),
  });
  const sample = mediaTemplate(mergeMedia({}, { task: [recording] }));
  const url =
    "https://api.twilio.com/2010-04-01/Accounts/{{widgets.CallRecording.AccountSid}}/Recordings/{{widgets.CallRecording.Sid}}";
  expect(JSON.parse(sample)).toEqual({
    conversations: {
      media: [
        {
          type: "VoiceRecording",
          url,
          start_time: "{{widgets.CallRecording.StartTime}}",
          channels: ["customer", "others"],
        },
      ],
    },
  });
});

test("Liquid in the text parts of a joined value is escaped as well", () => {
  const url = joined("url", "https://desk.example/{{name}}/", liquid("{{widgets.R.Sid}}", "sid:RE"));
  expect(rendered({ url }, { name: '"', widgets: { R: { Sid: "RE1" } } })).toEqual({
    url: 'https://desk.example/"/RE1',
  });
});

test("a link of Liquid is escaped as a whole", () => {
  const link = embeddedLink({ url: liquid("https://desk.example/{{name}}", "url"), title: "Ticket" });
  expect(rendered(mergeMedia({}, { task: [link] }), { name: '"' })).toEqual({
    conversations: { media: [{ type: "Embedded", title: "Ticket", url: 'https://desk.example/"' }] },
  });
});
