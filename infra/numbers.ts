import type * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { named } from "./lookup.ts";
import { type Mistake, type Settings, SettingsError } from "./settings/settings.ts";

type Uses = Pick<Settings, "voice" | "messaging">;
type LookUp = (args: { phoneNumber: string }) => Promise<twilio.phone.GetNumberResult>;

/** A number of the account, with where the settings name it for which channel. */
interface Use {
  phoneNumber: string;
  voice?: string;
  sms?: string;
}

/**
 * Refuses numbers that can't lead where the settings say: that the account doesn't own, that lack the channel,
 * or whose calls or messages something else would get first.
 *
 * @throws {SettingsError} naming every one, before anything is written; {LookupError} where they can't be looked up
 */
export async function refuseUnfitNumbers(settings: Uses, lookUp: LookUp = twilio.phone.getNumber): Promise<void> {
  const found = await Promise.all(usesOf(settings).map(async (use) => await mistakesOf(use, lookUp)));
  const mistakes = found.flat();
  if (mistakes.length > 0) throw new SettingsError(mistakes);
}

/** Leads the numbers' calls to the voice flow, and their text messages to Conversations alone. */
export function bindNumbers(
  settings: Uses,
  voiceFlow: { webhookUrl: pulumi.Input<string> } | undefined,
  options?: pulumi.CustomResourceOptions,
): twilio.phone.IncomingNumber[] {
  return usesOf(settings).map(
    ({ phoneNumber, voice, sms }) =>
      new twilio.phone.IncomingNumber(
        phoneNumber,
        {
          phoneNumber,
          // What would get calls in place of the flow is declared too, so that a refresh finds it.
          ...(voice &&
            voiceFlow && {
              voiceUrl: voiceFlow.webhookUrl,
              voiceMethod: "POST",
              voiceApplicationSid: "",
              trunkSid: "",
            }),
          // A webhook or an application of the number's own would get each message besides the conversation.
          ...(sms && { smsUrl: "", smsApplicationSid: "" }),
        },
        options,
      ),
  );
}

function usesOf({ voice, messaging }: Uses): Use[] {
  const uses = new Map<string, Use>();
  const use = (phoneNumber: string, channel: "voice" | "sms", key: string) =>
    uses.set(phoneNumber, { ...uses.get(phoneNumber), phoneNumber, [channel]: key });
  for (const [at, number] of (voice?.numbers ?? []).entries()) use(number, "voice", `flex-media:voice.numbers[${at}]`);
  for (const [at, { type, address }] of (messaging?.addresses ?? []).entries()) {
    // A short code is no number that the API lists.
    if (type === "sms" && address.startsWith("+")) use(address, "sms", `flex-media:messaging.addresses[${at}].address`);
  }
  return [...uses.values()];
}

async function mistakesOf({ phoneNumber, voice, sms }: Use, lookUp: LookUp): Promise<Mistake[]> {
  const { found: live, reason: unowned } = await named("phoneNumber", lookUp({ phoneNumber }));
  const mistakes: Mistake[] = [];
  if (live === undefined) {
    for (const key of [voice, sms]) if (key) mistakes.push({ key, reason: unowned });
    return mistakes;
  }
  const wrong = (key: string, reason: string) => mistakes.push({ key, reason: `names ${phoneNumber}, ${reason}` });
  const taker = live.trunkSid ? "SIP trunk" : live.voiceApplicationSid ? "TwiML application" : undefined;
  if (voice && !live.voice) wrong(voice, "which takes no calls; name a number that does");
  if (voice && taker) wrong(voice, `whose calls a ${taker} takes first; take that away from the number`);
  if (sms && !live.sms) wrong(sms, "which takes no text messages; name a number that does");
  if (sms && live.smsApplicationSid) {
    wrong(sms, "whose messages a TwiML application takes as well; take that away from the number");
  }
  return mistakes;
}
