import { findNumber } from "../../providers/twilio/phone/incoming-numbers.ts";
import { publishedFlow } from "./published-flow.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, type Trial } from "./trial.ts";

const refresh = "`npm run pulumi -- up --refresh` puts it right";

/** That calls and text messages to the account's numbers go where the settings lead them. */
export function* numberTrials(subject: Subject): Generator<Trial> {
  const { voice, messaging } = subject.settings;
  for (const phoneNumber of voice?.numbers ?? []) {
    yield { name: `calls to ${phoneNumber}`, run: (signal) => callsFinding(subject, phoneNumber, signal) };
  }
  for (const { type, address } of messaging?.addresses ?? []) {
    // A short code is no number that the API lists.
    if (type !== "sms" || !address.startsWith("+")) continue;
    yield { name: `texts to ${address}`, run: (signal) => textsFinding(subject, address, signal) };
  }
}

async function callsFinding(subject: Subject, phoneNumber: string, signal: AbortSignal): Promise<Finding> {
  const { voiceFlowSid } = subject.outputs;
  const live = await findNumber({ phoneNumber }, { client: subject.twilio, signal });
  if (live === undefined) return failed(notOwned);
  const flow = voiceFlowSid === undefined ? undefined : await publishedFlow(subject, voiceFlowSid, signal);
  if (live.trunk_sid) return failed("a SIP trunk takes them first (trunk_sid); take that away from the number");
  if (live.voice_application_sid) {
    return failed("a TwiML application takes them first (voice_application_sid); take that away from the number");
  }
  if (flow === undefined || live.voice_url !== flow.latest.webhookUrl) {
    return failed(`don't lead to the voice flow (voice_url); ${refresh}`);
  }
  if (live.voice_method !== "POST") return failed(`voice_method is ${live.voice_method}, and not POST; ${refresh}`);
  return passed("lead to the voice flow");
}

async function textsFinding({ twilio }: Subject, phoneNumber: string, signal: AbortSignal): Promise<Finding> {
  const live = await findNumber({ phoneNumber }, { client: twilio, signal });
  if (live === undefined) return failed(notOwned);
  const taker = live.sms_application_sid ? "sms_application_sid" : live.sms_url ? "sms_url" : undefined;
  if (taker !== undefined) {
    return failed(`a webhook of the number's own gets them besides the conversation (${taker}); ${refresh}`);
  }
  return passed("go to Conversations alone");
}

const notOwned = "the account has no such number; name one that it owns in the settings, or buy it";
