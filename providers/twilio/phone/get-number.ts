import { z } from "zod";
import { declarations, ProviderError, rule } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { sid } from "../sid.ts";
import { e164 } from "./e164.ts";
import { findNumber } from "./incoming-numbers.ts";

const text = () => z.string().optional();

const outputs = z.strictObject({
  sid: z.string().describe("The number's SID."),
  phoneNumber: z.string().describe("The number, in E.164."),
  accountSid: z.string().describe("The account that owns it."),
  friendlyName: z.string().describe("Its name."),
  voice: z.boolean().describe("Whether it takes calls."),
  sms: z.boolean().describe("Whether it takes text messages."),
  mms: z.boolean().describe("Whether it takes messages with media."),
  voiceUrl: text().describe("What Twilio asks what to do with a call."),
  voiceApplicationSid: text().describe("The TwiML application that takes calls."),
  trunkSid: text().describe("The SIP trunk that takes calls."),
  smsUrl: text().describe("What Twilio asks what to do with a message."),
  smsApplicationSid: text().describe("The TwiML application that takes messages."),
  statusCallback: text().describe("What Twilio tells of a call's end."),
});

/** Looks a number up. Source: `api.twilio.com/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers`. */
export const getNumber = declarations<TwilioClient>().function({
  type: "twilio:phone:getNumber",
  description: "A phone number that the account owns, by the number or by its SID.",
  reference: {
    calls: [
      "GET api.twilio.com/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers.json",
      "GET api.twilio.com/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers/{PN}.json",
    ],
  },
  inputs: rule(
    z.strictObject({
      phoneNumber: e164().optional().describe("The number, in E.164. Give it or `sid`."),
      sid: sid("PN", "phone number").optional().describe("The number's SID. Give it or `phoneNumber`."),
    }),
    function* ({ phoneNumber, sid }) {
      if ((phoneNumber === undefined) === (sid === undefined)) {
        yield { path: ["phoneNumber"], reason: "or sid is needed, and not both; give one of the two" };
      }
    },
  ),
  outputs,
  async invoke(wanted, context) {
    const live = await findNumber(wanted, context);
    if (live === undefined) {
      const [property, name] = wanted.sid === undefined ? ["phoneNumber", wanted.phoneNumber] : ["sid", wanted.sid];
      throw new ProviderError(`${property}: ${name} is no number of this account; give one that it owns.`);
    }
    return numberOf(live);
  },
});

function numberOf(live: Record<string, unknown>): z.output<typeof outputs> {
  const capable = (live.capabilities ?? {}) as Record<string, unknown>;
  const set = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  return {
    sid: String(live.sid),
    phoneNumber: String(live.phone_number),
    accountSid: String(live.account_sid),
    friendlyName: String(live.friendly_name ?? ""),
    voice: capable.voice === true,
    sms: capable.sms === true,
    mms: capable.mms === true,
    voiceUrl: set(live.voice_url),
    voiceApplicationSid: set(live.voice_application_sid),
    trunkSid: set(live.trunk_sid),
    smsUrl: set(live.sms_url),
    smsApplicationSid: set(live.sms_application_sid),
    statusCallback: set(live.status_callback),
  };
}
