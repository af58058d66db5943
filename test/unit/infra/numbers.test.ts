import type * as twilio from "@pulumi/twilio";
import { describe, expect, test, vi } from "vitest";
import { LookupError } from "../../../infra/lookup.ts";
import { bindNumbers, refuseUnfitNumbers } from "../../../infra/numbers.ts";
import { SettingsError, settingsFrom } from "../../../infra/settings/settings.ts";
import { recorded } from "./recorded.ts";
import { least, written } from "./settings/configuration.ts";

const calls = "+14155550100";
const both = "+14155550101";
const texts = "+14155550102";

/** Calls to two numbers, messages to two, one of which is the same. */
const { voice, messaging } = settingsFrom(
  written({
    ...least,
    "flex-media:voice": { numbers: [calls, both] },
    "flex-media:messaging": {
      addresses: [
        { type: "chat", address: "web" },
        { type: "sms", address: both },
        { type: "sms", address: "54321", country: "US" },
        { type: "sms", address: texts },
        { type: "whatsapp", address: "whatsapp:+14155550103" },
      ],
    },
  }),
  {},
);

type Live = Awaited<ReturnType<typeof twilio.phone.getNumber>>;

const fit: Live = {
  sid: "PN0123456789abcdef0123456789abcdef",
  accountSid: "AC0123456789abcdef0123456789abcdef",
  friendlyName: "Help",
  phoneNumber: calls,
  voice: true,
  sms: true,
  mms: false,
};

/** An error as the SDK makes it of the provider's words. */
function refusal(told: string): Error {
  return new Error(`invocation of twilio:phone:getNumber returned an error: ${told}`);
}

async function mistakes(live: Record<string, Partial<Live> | Error>): Promise<string[]> {
  const lookUp = async ({ phoneNumber }: { phoneNumber: string }) => {
    const found = live[phoneNumber];
    if (found instanceof Error) throw found;
    return { ...fit, phoneNumber, ...found };
  };
  try {
    await refuseUnfitNumbers({ voice, messaging }, lookUp);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.mistakes.map(({ key, reason }) => `${key}: ${reason}`);
  }
  return [];
}

describe("numbers that lead where the settings say", () => {
  test("pass; each number of a channel of its own is looked up, and once", async () => {
    const lookUp = vi.fn(async ({ phoneNumber }: { phoneNumber: string }) => ({ ...fit, phoneNumber }));
    await refuseUnfitNumbers({ voice, messaging }, lookUp);
    expect(lookUp.mock.calls.map(([{ phoneNumber }]) => phoneNumber)).toEqual([calls, both, texts]);
  });

  test.each<[string, Record<string, Partial<Live> | Error>, string[]]>([
    [
      "takes no calls",
      { [both]: { voice: false } },
      [`flex-media:voice.numbers[1]: names ${both}, which takes no calls; name a number that does`],
    ],
    [
      "takes no messages",
      { [texts]: { sms: false }, [calls]: { sms: false } },
      [
        `flex-media:messaging.addresses[3].address: names ${texts}, which takes no text messages; name a number that does`,
      ],
    ],
    [
      "leads to a trunk",
      { [calls]: { trunkSid: "TK0123456789abcdef0123456789abcdef" }, [texts]: { trunkSid: "TK" } },
      [
        `flex-media:voice.numbers[0]: names ${calls}, whose calls a SIP trunk takes first; take that away from the number`,
      ],
    ],
    [
      "leads to applications",
      { [both]: { voiceApplicationSid: "AP", smsApplicationSid: "AP" } },
      [
        `flex-media:voice.numbers[1]: names ${both}, whose calls a TwiML application takes first; take that away from the number`,
        `flex-media:messaging.addresses[1].address: names ${both}, whose messages a TwiML application takes as well; take that away from the number`,
      ],
    ],
    [
      "isn't the account's",
      { [both]: refusal(`phoneNumber: ${both} is no number of this account; give one that it owns.`) },
      [
        `flex-media:voice.numbers[1]: ${both} is no number of this account; give one that it owns`,
        `flex-media:messaging.addresses[1].address: ${both} is no number of this account; give one that it owns`,
      ],
    ],
  ])("are refused: one that %s", async (_, live, told) => {
    expect(await mistakes(live)).toEqual(told);
  });
});

test("numbers that can't be looked up are no mistake of the settings", async () => {
  const told = "Twilio refused GET /2010-04-01/IncomingPhoneNumbers.json: Forbidden (HTTP 403, code 20403).";
  await expect(mistakes({ [calls]: refusal(told) })).rejects.toThrow(new LookupError(told));
});

describe("binding", () => {
  const flow = { webhookUrl: "https://webhooks.example/flow" };
  const toFlow = { voiceUrl: flow.webhookUrl, voiceMethod: "POST", voiceApplicationSid: "", trunkSid: "" };
  const toConversations = { smsUrl: "", smsApplicationSid: "" };

  test("leads calls to the flow and messages to Conversations, once a number", async () => {
    const { resources } = await recorded((options) => bindNumbers({ voice, messaging }, flow, options));
    expect(resources.map(({ name, inputs }) => [name, inputs])).toEqual([
      [calls, { phoneNumber: calls, ...toFlow, onDestroy: "restore" }],
      [both, { phoneNumber: both, ...toFlow, ...toConversations, onDestroy: "restore" }],
      [texts, { phoneNumber: texts, ...toConversations, onDestroy: "restore" }],
    ]);
  });

  test("touches no number where neither flow is declared", async () => {
    expect((await recorded((options) => bindNumbers({}, undefined, options))).resources).toEqual([]);
  });
});
