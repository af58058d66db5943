import { describe, expect, test } from "vitest";
import { addressToPublishedFlow } from "../../../policies/address-to-published-flow.ts";
import { ask, unknown, violations } from "./asked.ts";
import { flow as callFlow, callRecording, type State, sendToFlex, sid, trigger, webhookUrl } from "./flows.ts";

/** A flow that takes calls, messages and conversations. */
const events = ["incomingCall", "incomingMessage", "incomingConversationMessage"];
const all: State = {
  ...trigger(undefined),
  transitions: events.map((event) => ({ event, next: "CallRecording" })),
};
const flow = (states: State[] = [all, callRecording, sendToFlex], props: Record<string, unknown> = {}) =>
  callFlow(states, props);

const other = `FW${"9".repeat(32)}`;
const address = (autoCreation: unknown, from?: Record<string, string>) => ({
  type: "twilio:conversations:AddressConfiguration",
  name: "chat web",
  props: { type: "chat", address: "web", autoCreation },
  ...(from && { from }),
});
const leading = (change: Record<string, unknown> = {}) =>
  address({ enabled: true, type: "studio", flowSid: sid, retryCount: 3, ...change });
const routed = (props: Record<string, unknown>) => ({
  type: "twilio:phone:IncomingNumber",
  name: "+14155550100",
  props: { phoneNumber: "+14155550100", ...props },
});
const number = (voiceUrl: unknown) => routed({ voiceUrl });
const webhookOf = (sid: string) => `https://webhooks.twilio.com/v1/Accounts/AC1/Flows/${sid}`;
const rule = "but messages and calls lead to a published flow of this stack";

test("addresses and numbers that lead to a published flow pass, and numbers whose calls nobody declares", async () => {
  const resources = [flow(), leading(), leading({ enabled: undefined }), number(webhookUrl), number(undefined)];
  expect(await violations(addressToPublishedFlow, resources)).toEqual([]);
  expect(await violations(addressToPublishedFlow, [])).toEqual([]);
});

test("a flow of others is allowed where the environment names it", async () => {
  const config = { flows: [other] };
  const resources = [leading({ flowSid: other }), number(webhookOf(other))];
  expect(await violations(addressToPublishedFlow, resources, config)).toEqual([]);
  expect(await violations(addressToPublishedFlow, resources)).toHaveLength(2);
  const lookalike = number(webhookOf(other).replace("twilio.com", "example.com"));
  expect(await violations(addressToPublishedFlow, [lookalike], config)).toHaveLength(1);
});

describe("an address", () => {
  test.each([other, "", undefined, null, 7])("that leads to flow %j leads nowhere", async (flowSid) => {
    expect(await violations(addressToPublishedFlow, [flow(), leading({ flowSid })])).toEqual([
      `chat web.autoCreation.flowSid: is ${flowSid == null ? "not set" : JSON.stringify(flowSid)}, ${rule}; name a flow of this stack, or list the flow in flows of this policy's environment`,
    ]);
  });

  test.each(["webhook", "default", undefined, 7])("of type %j leads to no flow", async (type) => {
    const [told, ...others] = await violations(addressToPublishedFlow, [flow(), leading({ type })]);
    expect(others).toEqual([]);
    expect(told).toMatch(/^chat web\.autoCreation\.type: is .*; set it to "studio"$/);
  });

  test.each([false, "true", 0])("whose auto-creation is switched %j loses messages", async (enabled) => {
    expect(await violations(addressToPublishedFlow, [flow(), leading({ enabled })])).toEqual([
      `chat web.autoCreation.enabled: is ${JSON.stringify(enabled)}, but messages that nothing takes are lost; set it to true`,
    ]);
  });

  test.each([undefined, null, "studio", []])("with %j leads nowhere", async (autoCreation) => {
    expect(await violations(addressToPublishedFlow, [flow(), address(autoCreation)])).toEqual([
      expect.stringContaining(`${rule}; set type, to studio, and flowSid`),
    ]);
  });
});

test.each(["draft", undefined, 7])("a flow with status %j takes no traffic", async (status) => {
  const told = await violations(addressToPublishedFlow, [flow(undefined, { status }), leading(), number(webhookUrl)]);
  expect(told).toHaveLength(2);
  for (const message of told) expect(message).toMatch(/: is flow voice, whose status is .*, but .*"published"$/);
});

describe.each(["voiceUrl", "voiceFallbackUrl", "smsUrl", "smsFallbackUrl"])("a number's %s", (name) => {
  test("leads to a published flow, nowhere, or where the environment allows", async () => {
    for (const url of [webhookUrl, "", undefined, null]) {
      expect(await violations(addressToPublishedFlow, [flow(), routed({ [name]: url })])).toEqual([]);
    }
    const bin = routed({ [name]: "https://handler.twilio.com/twiml/EH1" });
    expect(await violations(addressToPublishedFlow, [bin])).toHaveLength(1);
    expect(await violations(addressToPublishedFlow, [bin], { origins: ["https://handler.twilio.com"] })).toEqual([]);
  });

  test.each(["https://elsewhere.example.com/voice?key=secret", 7])("is not %j", async (url) => {
    expect(await violations(addressToPublishedFlow, [flow(), routed({ [name]: url })])).toEqual([
      `+14155550100.${name}: is "no flow's webhookUrl", ${rule}; name a flow of this stack, or list the flow in flows of this policy's environment`,
    ]);
  });
});

describe("what takes calls or messages in place of a number's URLs", () => {
  test.each([
    ["voiceApplicationSid", `AP${"1".repeat(32)}`, "voiceUrl"],
    ["trunkSid", `TK${"1".repeat(32)}`, "voiceUrl"],
    ["smsApplicationSid", `AP${"1".repeat(32)}`, "smsUrl"],
  ])("is refused as %s, unless the environment lists it", async (name, taker, url) => {
    const taken = [flow(), routed({ voiceUrl: webhookUrl, smsUrl: "", [name]: taker })];
    expect(await violations(addressToPublishedFlow, taken)).toEqual([
      `+14155550100.${name}: is "${taker}", but it takes what comes in place of ${url}; set it to "", or list it in takers of this policy's environment`,
    ]);
    expect(await violations(addressToPublishedFlow, taken, { takers: [taker] })).toEqual([]);
    for (const none of ["", undefined, null]) {
      const free = [flow(), routed({ voiceUrl: webhookUrl, [name]: none })];
      expect(await violations(addressToPublishedFlow, free)).toEqual([]);
    }
    expect(await violations(addressToPublishedFlow, [routed({ [name]: 7 })])).toHaveLength(1);
  });
});

test("a flow that does nothing with what is led to it takes nothing", async () => {
  const lost = (event: string) =>
    `is flow voice, whose trigger does nothing on ${event}, ${rule}; lead ${event} of its trigger to a widget, or name another flow`;
  const calls = callFlow();
  const bound = [calls, leading(), routed({ voiceUrl: webhookUrl, smsUrl: webhookUrl })];
  expect(await violations(addressToPublishedFlow, bound)).toEqual([
    `chat web.autoCreation.flowSid: ${lost("incomingConversationMessage")}`,
    `+14155550100.smsUrl: ${lost("incomingMessage")}`,
  ]);
  const messages = callFlow([trigger("SendToFlex", "incomingMessage"), sendToFlex]);
  expect(await violations(addressToPublishedFlow, [messages, number(webhookUrl)])).toEqual([
    `+14155550100.voiceUrl: ${lost("incomingCall")}`,
  ]);
});

describe("at the first preview, when no flow has a SID", () => {
  const coming = (status: string) => flow(undefined, { status, sid: unknown, webhookUrl: unknown });
  const from = { autoCreation: "twilio:studio:Flow voice" };

  test("an address leads to the flow that it was made from", async () => {
    const made = address({ type: "studio", flowSid: unknown }, from);
    expect(await ask(addressToPublishedFlow, [coming("published"), made])).toEqual({ violations: [], unknown: false });
    expect((await ask(addressToPublishedFlow, [coming("draft"), made])).violations).toHaveLength(1);
  });

  test("of a flow whose definition is coming as well, what it takes is asked later", async () => {
    const unwritten = flow(undefined, { status: "published", sid: unknown, webhookUrl: unknown, definition: unknown });
    const made = address({ type: "studio", flowSid: unknown }, from);
    expect(await ask(addressToPublishedFlow, [unwritten, made])).toEqual({ violations: [], unknown: true });
  });

  test("one that was made from something else is not known, and leaves the others judged", async () => {
    const made = { ...address({ type: "studio", flowSid: unknown }), name: "unknown" };
    const told = await ask(addressToPublishedFlow, [coming("published"), made, leading({ type: "default" })]);
    expect(told.unknown).toBe(true);
    expect(told.violations).toHaveLength(1);
  });
});
