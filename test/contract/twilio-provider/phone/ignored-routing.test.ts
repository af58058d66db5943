import { expect, test } from "vitest";
import { Secret } from "../../../../providers/kit/index.ts";
import { TwilioClient } from "../../../../providers/twilio/client.ts";
import { incomingNumber } from "../../../../providers/twilio/phone/incoming-number.ts";
import { accountSid, authToken, running } from "../../local-twilio/running.ts";

const phoneNumber = "+14155550100";
const trunk = `TK${"1".repeat(32)}`;

test("a URL that a trunk makes void is warned of, by no call more", async () => {
  const twilio = await running();
  twilio.control.phoneNumbers.add({ phone_number: phoneNumber, trunk_sid: trunk });
  const client = new TwilioClient({
    accountSid,
    authToken: new Secret(authToken),
    endpoints: { api: twilio.endpoint("api.twilio.com") },
    maxRetries: 0,
    requestTimeoutSeconds: 2,
  });
  const warnings: string[] = [];
  const log = { debug() {}, info() {}, warning: (message: string) => void warnings.push(message) };
  const context = { client, signal: AbortSignal.timeout(30_000), log, urn: "urn", name: "number" };
  const declared = { phoneNumber, voiceUrl: "https://example.com", onDestroy: "restore" } as const;
  await incomingNumber.create(declared, context);
  expect(warnings).toEqual([
    `voiceUrl has no effect while the number ${phoneNumber} has trunkSid ${trunk}; declare trunkSid as "", or remove voiceUrl.`,
  ]);
  await incomingNumber.create({ ...declared, trunkSid: "" }, context);
  expect(warnings).toHaveLength(1);
  expect(twilio.control.state().phoneNumbers).toMatchObject([{ trunk_sid: null, voice_url: "https://example.com" }]);
  expect(twilio.control.requests.list().map(({ method }) => method)).toEqual(["GET", "POST", "GET", "POST"]);
});
