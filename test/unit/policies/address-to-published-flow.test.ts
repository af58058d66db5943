import { describe, expect, test } from "vitest";
import { addressToPublishedFlow } from "../../../policies/address-to-published-flow.ts";
import { ask, unknown, violations } from "./asked.ts";
import { flow, sid, webhookUrl } from "./flows.ts";

const other = `FW${"9".repeat(32)}`;
const address = (autoCreation: unknown, from?: Record<string, string>) => ({
  type: "twilio:conversations:AddressConfiguration",
  name: "chat web",
  props: { type: "chat", address: "web", autoCreation },
  ...(from && { from }),
});
const leading = (change: Record<string, unknown> = {}) =>
  address({ enabled: true, type: "studio", flowSid: sid, retryCount: 3, ...change });
const number = (voiceUrl: unknown) => ({
  type: "twilio:phone:IncomingNumber",
  name: "+14155550100",
  props: { phoneNumber: "+14155550100", voiceUrl },
});
const rule = "but messages and calls lead to a published flow of this stack";

test("addresses and numbers that lead to a published flow pass, and numbers whose calls nobody declares", async () => {
  const all = [flow(), leading(), leading({ enabled: undefined }), number(webhookUrl), number(undefined)];
  expect(await violations(addressToPublishedFlow, all)).toEqual([]);
  expect(await violations(addressToPublishedFlow, [])).toEqual([]);
});

test("a flow of others is allowed where the environment names it", async () => {
  const config = { flows: [other] };
  const all = [leading({ flowSid: other }), number(`https://webhooks.twilio.com/v1/Accounts/AC1/Flows/${other}`)];
  expect(await violations(addressToPublishedFlow, all, config)).toEqual([]);
  expect(await violations(addressToPublishedFlow, all)).toHaveLength(2);
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

test.each(["https://elsewhere.example.com/voice?key=secret", "", 7])(
  "a number whose calls go to %j",
  async (voiceUrl) => {
    const [told, ...others] = await violations(addressToPublishedFlow, [flow(), number(voiceUrl)]);
    expect(others).toEqual([]);
    expect(told).toMatch(/^\+14155550100\.voiceUrl: is "no flow's webhookUrl", but /);
    expect(told).not.toContain("secret");
  },
);

describe("at the first preview, when no flow has a SID", () => {
  const coming = (status: string) => flow(undefined, { status, sid: unknown, webhookUrl: unknown });
  const from = { autoCreation: "twilio:studio:Flow voice" };

  test("an address leads to the flow that it was made from", async () => {
    const made = address({ type: "studio", flowSid: unknown }, from);
    expect(await ask(addressToPublishedFlow, [coming("published"), made])).toEqual({ violations: [], unknown: false });
    expect((await ask(addressToPublishedFlow, [coming("draft"), made])).violations).toHaveLength(1);
  });

  test("one that was made from something else is not known, and leaves the others judged", async () => {
    const made = { ...address({ type: "studio", flowSid: unknown }), name: "unknown" };
    const told = await ask(addressToPublishedFlow, [coming("published"), made, leading({ type: "default" })]);
    expect(told.unknown).toBe(true);
    expect(told.violations).toHaveLength(1);
  });
});
