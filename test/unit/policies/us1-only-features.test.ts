import { afterEach, describe, expect, test, vi } from "vitest";
import { us1OnlyFeatures } from "../../../policies/us1-only-features.ts";
import { ask, type Given, unknown, violations } from "./asked.ts";
import { callRecording, flow, malformed } from "./flows.ts";

const remedy = "leave twilio:region out, or use a provider for us1";
const within = (region: unknown, given: Given): Given => ({ ...given, provider: { accountSid: "AC", region } });
const empty = (type: string): Given => ({ type, props: {} });
const told = (region: unknown, given: Given) => violations(us1OnlyFeatures, [within(region, given)]);

afterEach(() => vi.unstubAllEnvs());

test("in us1, which is the default, all may be used", async () => {
  for (const region of ["us1", undefined, null, ""]) {
    for (const type of ["twilio:flex:Configuration", "twilio:voice:RecordingConfiguration"]) {
      expect(await told(region, empty(type))).toEqual([]);
    }
    expect(await told(region, flow())).toEqual([]);
  }
  expect(
    await violations(us1OnlyFeatures, [empty("twilio:flex:Configuration"), empty("aws:s3/bucket:Bucket")]),
  ).toEqual([]);
  expect(await violations(us1OnlyFeatures, [])).toEqual([]);
});

test("the region that the environment names counts where the provider has none", async () => {
  vi.stubEnv("TWILIO_REGION", "ie1");
  expect(await violations(us1OnlyFeatures, [empty("twilio:flex:Configuration")])).toHaveLength(1);
  expect(await told("us1", empty("twilio:flex:Configuration"))).toEqual([]);
});

test.each([
  ["ie1", "twilio:flex:Configuration", "flex configuration"],
  ["ie1", "twilio:voice:DefaultRecordingConfiguration", "voice default recording configuration"],
  ["au1", "twilio:voice:RecordingConfiguration", "voice recording configuration"],
  ["au1", "twilio:studio:Flow", "studio flow"],
  ["au1", "twilio:conversations:Role", "conversations role"],
  ["au1", "twilio:taskrouter:TaskQueue", "taskrouter task queue"],
  ["br1", "twilio:phone:IncomingNumber", "phone incoming number"],
])("in %s there is no %s", async (region, type, name) => {
  expect(await told(region, empty(type))).toEqual([
    `it: is in region ${JSON.stringify(region)}, but Twilio has no ${name} there; ${remedy}`,
  ]);
});

test.each(["twilio:phone:IncomingNumber", "twilio:iam:ApiKey", "twilio:voice:MediaAuthentication"])(
  "%s is everywhere",
  async (type) => {
    expect(await told("ie1", empty(type))).toEqual([]);
    expect(await told("au1", empty(type))).toEqual([]);
  },
);

describe("in ie1", () => {
  test("flows run, but hand nothing to Flex and start by no conversation", async () => {
    expect(await told("ie1", flow([callRecording]))).toEqual([]);
    expect(await told("ie1", flow())).toEqual([
      `voice.definition.states[2]: is in region "ie1", but Send to Flex works in us1 only; ${remedy}`,
    ]);
    const transitions = [{ event: "incomingConversationMessage", next: "Reply" }];
    const chats = flow([{ name: "Start", type: "trigger", properties: {}, transitions }]);
    expect(await told("ie1", chats)).toEqual([
      `voice.definition.states[1]: is in region "ie1", but conversations start flows in us1 only; ${remedy}`,
    ]);
  });

  test("conversations are chats, and start no flow", async () => {
    const address = (props: Record<string, unknown>) => ({ type: "twilio:conversations:AddressConfiguration", props });
    expect(await told("ie1", address({ type: "chat", autoCreation: { type: "default" } }))).toEqual([]);
    expect(await told("ie1", address({ type: "sms", autoCreation: { type: "studio" } }))).toEqual([
      `it.type: is in region "ie1", but Conversations have "sms" in us1 only; ${remedy}`,
      `it.autoCreation.type: is in region "ie1", but conversations start flows in us1 only; ${remedy}`,
    ]);
  });

  test.each(malformed)("a flow that can't be read counts as wrong", async (given) => {
    expect(await told("ie1", given)).toHaveLength(1);
  });

  test("a definition that is not known yet is asked about at the update", async () => {
    const coming = within("ie1", flow([], { definition: unknown }));
    expect(await ask(us1OnlyFeatures, [coming])).toEqual({ violations: [], unknown: true });
  });
});
