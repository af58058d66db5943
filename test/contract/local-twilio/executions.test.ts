import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { callbackReceiver } from "./callback-receiver.ts";
import { caller, deployed, number, state, withFlow } from "./flow-fixture.ts";
import { answered, postForm, refused } from "./forms.ts";
import { accountSid, authToken } from "./running.ts";

const twilioClient: typeof import("twilio") = createRequire(import.meta.url)("twilio");
const trigger = (next: string) => state("Trigger", "trigger", { incomingCall: next, incomingRequest: next });
const set = (name: string, variables: Record<string, string>, next?: string) =>
  state(name, "set-variables", next === undefined ? {} : { next }, {
    variables: Object.entries(variables).map(([key, value]) => ({ key, value, type: "string" })),
  });

test("the official client starts, lists, reads, ends and removes executions", async () => {
  const { twilio, flow } = await withFlow([
    trigger("Ask"),
    state("Ask", "send-and-wait-for-reply", {}, { body: "Hello {{flow.data.name}}", timeout: "60" }),
  ]);
  const client = twilioClient(accountSid, authToken);
  client.studio.baseUrl = twilio.endpoint("studio.twilio.com");
  const executions = client.studio.v2.flows(flow).executions;
  const made = await executions.create({ to: caller, from: number, parameters: { name: "Zeke" } });
  expect(made).toMatchObject({ flowSid: flow, status: "active", contactChannelAddress: caller, dateUpdated: null });
  await twilio.control.settled();
  const one = executions(made.sid);
  expect((await one.executionContext().fetch()).context).toMatchObject({
    flow: { flow_sid: flow, sid: made.sid, channel: { address: number }, data: { name: "Zeke" } },
    contact: { channel: { address: caller } },
    trigger: { request: { to: caller, from: number, parameters: { name: "Zeke" } } },
    widgets: { Ask: { outbound: { Body: "Hello Zeke" } } },
  });
  const [step] = await one.steps.list();
  expect(step).toMatchObject({ name: "incomingRequest", transitionedFrom: "Trigger", transitionedTo: "Ask" });
  expect(
    (
      await one
        .steps(step?.sid ?? "")
        .stepContext()
        .fetch()
    ).context,
  ).toMatchObject({ widgets: {} });

  const again = executions.create({ to: caller, from: number });
  await expect(again).rejects.toMatchObject({ status: 409, code: 20409 });
  expect((await one.update({ status: "ended" })).status).toBe("ended");
  expect((await executions.list()).map(({ sid, status }) => [sid, status])).toStrictEqual([[made.sid, "ended"]]);
  expect(await executions.list({ dateCreatedFrom: new Date(Date.now() + 60_000) })).toStrictEqual([]);
  expect(await one.remove()).toBe(true);
  await expect(one.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test.each([
  ["no To", { From: number }, 400, 20_001],
  ["no From", { To: caller }, 400, 20_001],
  ["parameters that are no object", { To: caller, From: number, Parameters: "[1]" }, 400, 20_001],
  ["an unknown parameter", { To: caller, From: number, to: caller }, 400, 20_001],
])("an execution with %s is refused", async (_, fields: Record<string, string>, status, code) => {
  const { twilio, flow } = await withFlow([trigger("Ask"), set("Ask", {})]);
  const target = `studio.twilio.com/v2/Flows/${flow}/Executions`;
  expect((await refused(postForm(twilio, target, fields))).slice(0, 2)).toStrictEqual([status, code]);
});

test("a flow that was never published starts nothing, and another flow's execution isn't found", async () => {
  const { twilio, flow, called } = await withFlow([trigger("Ask"), set("Ask", {})]);
  const draft = await deployed(twilio, [trigger("Ask"), set("Ask", {})], "draft");
  const flows = "studio.twilio.com/v2/Flows";
  expect((await refused(postForm(twilio, `${flows}/${draft}/Executions`, { To: caller, From: number })))[0]).toBe(400);
  const { execution } = await called();
  expect((await twilio.call(`${flows}/${flow}/Executions/${execution.sid}`)).status).toBe(200);
  expect((await twilio.call(`${flows}/${draft}/Executions/${execution.sid}`)).status).toBe(404);
  const wrong = postForm(twilio, `${flows}/${flow}/Executions/${execution.sid}`, { Status: "Ended" });
  expect((await refused(wrong))[0]).toBe(400);
});

test.each([
  ["digits", [{ digits: "1" }], "Sales"],
  ["speech, whatever its case", [{ speech: "HELP please" }], "Help"],
  ["something else", [{ digits: "7" }], "Other"],
  ["a number that is large", [{ digits: "70" }], "Large"],
  ["nothing", [], "Silent"],
])("a caller who answers with %s is led there", async (_, answers, to) => {
  const gather = "{{widgets.Ask.Digits}}{{widgets.Ask.SpeechResult}}";
  const match = (next: string, type: string, value: string) => ({
    event: "match",
    next,
    conditions: [{ friendly_name: next, arguments: [gather], type, value }],
  });
  const { called } = await withFlow([
    trigger("Ask"),
    state("Ask", "gather-input-on-call", { keypress: "Split", speech: "Split", timeout: "Silent" }, { say: "Which?" }),
    {
      ...state("Split", "split-based-on", { noMatch: "Other" }, { input: gather }),
      transitions: [
        { event: "noMatch", next: "Other" },
        match("Sales", "matches_any_of", "1, sales"),
        match("Help", "starts_with", "help"),
        match("Large", "greater_than", "69"),
      ],
    },
    ...["Sales", "Help", "Other", "Large", "Silent"].map((name) => state(name, "say-play")),
  ]);
  expect((await called({ answers })).path.at(-1)).toBe(to);
});

test("dates are in Pacific Time, summer time included, whatever the machine's", async () => {
  const now = new Date("2026-07-01T19:30:00Z");
  const { called } = await withFlow(
    [
      trigger("Set"),
      set("Set", {
        now: "{{ 'now' | date: '%Y-%m-%d %H:%M' }}",
        winter: "{{ '2026-01-01T12:00:00Z' | date: '%H:%M' }}",
        summer: "{{ '2026-07-01T12:00:00Z' | date: '%H:%M' }}",
        before: "{{ '2026-03-08T09:59:59Z' | date: '%H:%M:%S' }}",
        after: "{{ '2026-03-08T10:00:00Z' | date: '%H:%M:%S' }}",
        local: "{{ '2026-11-01 12:00' | date: '%H:%M' }}",
        seconds: "{{ 1782919800 | date: '%H:%M' }}",
        rfc: "{{ 'Wed, 01 Jul 2026 12:00:00 +0000' | date: '%H' }}",
        epoch: "{{ 'now' | date: '%s' }}",
      }),
    ],
    { now: () => now },
  );
  expect((await called()).context.flow.variables).toStrictEqual({
    now: "2026-07-01 12:30",
    winter: "04:00",
    summer: "05:00",
    before: "01:59:59",
    after: "03:00:00",
    local: "12:00",
    seconds: "08:30",
    rfc: "Wed, 01 Jul 2026 12:00:00 +0000",
    epoch: "%s",
  });
});

test.each([
  ["an unknown filter", "{{ 'a' | json }}", "undefined filter: json"],
  ["Liquid that can't be read", "{% if a %}", "not closed"],
  ["a tag that Studio doesn't know", "{% include 'x' %}", '"include" not found'],
])("%s stops the flow, and the log says where and why", async (_, value, message) => {
  const { twilio, called } = await withFlow([trigger("Set"), set("Set", { value }, "Later"), set("Later", {})]);
  const { execution, path } = await called();
  expect([execution.status, path]).toStrictEqual(["ended", ["Set"]]);
  const notices = (await (await fetch(`${twilio.url}/_control/executions`)).json()) as unknown;
  expect(notices).toMatchObject([
    { execution_sid: execution.sid, widget: "Set", level: "error", message: expect.stringContaining(message) },
  ]);
});

test("a widget that can't be run stops the flow and ends the call", async () => {
  const { twilio, called } = await withFlow([trigger("Pay"), state("Pay", "capture-payments", { success: "Trigger" })]);
  const { execution, sid } = await called();
  expect(execution.status).toBe("ended");
  expect(twilio.control.state().calls.find((call) => call.sid === sid)?.status).toBe("completed");
  expect(twilio.control.executions.notices()).toMatchObject([
    { widget: "Pay", level: "error", message: "local Twilio can't run a widget of type capture-payments" },
  ]);
});

test("a flow that goes in circles is stopped", async () => {
  const { twilio, called } = await withFlow([trigger("A"), set("A", {}, "B"), set("B", {}, "A")]);
  expect((await called()).execution.status).toBe("ended");
  expect(twilio.control.executions.notices()).toMatchObject([{ message: "the flow went on for 200 widgets" }]);
});

test("a flow asks servers, signed, and goes on with what they answer", async () => {
  const receiver = await callbackReceiver(authToken);
  receiver.answer({ status: 200, type: "application/json", body: '{"name":"Zeke"}' }, { status: 200, body: "pong" });
  const parameters = [{ key: "from", value: "{{trigger.call.From}}" }];
  const http = { method: "POST", url: `${receiver.url}/customer`, content_type: "application/json;charset=utf-8" };
  const { twilio, called } = await withFlow([
    trigger("Customer"),
    state("Customer", "make-http-request", { success: "Ping" }, { ...http, body: '{"from":"{{trigger.call.From}}"}' }),
    state("Ping", "run-function", { success: "Gone" }, { url: `${receiver.url}/ping`, parameters }),
    state("Gone", "make-http-request", { failed: "Set" }, { method: "GET", url: "http://127.0.0.1:1/" }),
    set("Set", { name: "{{widgets.Customer.parsed.name}}", ping: "{{widgets.Ping.body}}" }),
  ]);
  const { context, path } = await called();
  expect(path).toStrictEqual(["Customer", "Ping", "Gone", "Set"]);
  expect(context.flow.variables).toStrictEqual({ name: "Zeke", ping: "pong" });
  expect(receiver.received).toMatchObject([
    { signed: true, body: `{"from":"${caller}"}`, method: "POST" },
    { signed: true, form: { from: caller }, target: "/ping" },
  ]);
  expect(twilio.control.executions.notices()).toMatchObject([{ level: "warning", widget: "Gone" }]);
});

test("a subflow leads the call for a while, and leaves its variables", async () => {
  const { twilio, called } = await withFlow([trigger("Set"), set("Set", {})]);
  const child = await deployed(twilio, [
    state("Trigger", "trigger", { incomingParent: "Mail" }),
    state("Mail", "record-voicemail", { recordingComplete: "Keep" }),
    set("Keep", { kept: "{{flow.data.who}} {{widgets.Mail.RecordingDuration}}" }),
  ]);
  const parameters = [{ key: "who", value: "{{contact.channel.address}}" }];
  const outer = await deployed(twilio, [
    trigger("Sub"),
    state(
      "Sub",
      "run-subflow",
      { completed: "Dial" },
      { flow_sid: child, flow_revision: "LatestPublished", parameters },
    ),
    state("Dial", "connect-call-to", { callCompleted: "Set" }, { noun: "number", to: "+14155550101", record: true }),
    set("Set", { kept: "{{widgets.Sub.kept}}", dialled: "{{widgets.Dial.DialCallStatus}}" }),
  ]);
  const to = "+15005550008";
  const voice_url = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${outer}`;
  twilio.control.phoneNumbers.add({ phone_number: to, voice_url });
  const { context, recordings } = await called({ to });
  expect(recordings.map(({ source, status, channels }) => [source, status, channels])).toStrictEqual([
    ["RecordVerb", "completed", 1],
    ["DialVerb", "completed", 1],
  ]);
  expect(context.widgets.Sub).toStrictEqual({ kept: `${caller} 1` });
});

test("a flow that is started by the API calls, and records", async () => {
  const { twilio, flow } = await withFlow([
    trigger("Dial"),
    state(
      "Dial",
      "make-outgoing-call-v2",
      { answered: "Record" },
      { from: "{{flow.channel.address}}", to: "{{contact.channel.address}}", record: true, recording_channels: "dual" },
    ),
    state("Record", "record-call", { failed: "Set" }, { record_call: true }),
    set("Set", { failed: "yes" }),
  ]);
  await answered(postForm(twilio, `studio.twilio.com/v2/Flows/${flow}/Executions`, { To: caller, From: number }), 201);
  await twilio.control.settled();
  const held = twilio.control.state();
  expect(held.calls).toMatchObject([{ direction: "outbound-api", to: caller, from: number, status: "completed" }]);
  expect(held.recordings).toMatchObject([{ source: "OutboundAPI", channels: 2, status: "completed" }]);
  expect(held.executions.executions).toMatchObject([{ context: { flow: { variables: { failed: "yes" } } } }]);
});

test.each([
  [
    "attributes that aren't JSON once rendered",
    { attributes: '{"a": {{flow.data.nothing}}}' },
    "is not JSON of an object",
  ],
  [
    "attributes that are too long",
    { attributes: JSON.stringify({ a: "x".repeat(1024) }) },
    "longer than 1024 characters",
  ],
  ["a workflow that is not there", { workflow: `WW${"0".repeat(32)}` }, "does not exist"],
])("%s fail to be sent to Flex", async (_, properties, message) => {
  const { twilio, called } = await withFlow([
    trigger("Flex"),
    state("Flex", "send-to-flex", { failedToEnqueue: "Sorry" }, { workflow: "WW1", channel: "voice", ...properties }),
    state("Sorry", "say-play"),
  ]);
  const { path, tasks } = await called();
  expect([path, tasks]).toStrictEqual([["Flex", "Sorry"], []]);
  expect(twilio.control.executions.notices()).toMatchObject([
    { level: "warning", message: expect.stringContaining(message) },
  ]);
});
