import { z } from "zod";
import { sidOrNone } from "../sid.ts";
import { httpsUrlOrNone, webhookMethod } from "../webhook.ts";

function url(what: string) {
  return httpsUrlOrNone().optional().describe(`${what} An https URL; an empty string for none.`);
}

function method(of: string) {
  return webhookMethod.optional().describe(`The HTTP method of ${of}; Twilio's own default is POST.`);
}

function application(what: string) {
  return sidOrNone("AP", "TwiML application").optional().describe(what);
}

/** Where a number's calls and messages go: each property is owned only where it is declared. */
export const routing = {
  friendlyName: z.string().min(1).max(64).optional().describe("A name for people to read."),
  voiceUrl: url("What Twilio asks what to do with a call; for a Studio flow, the flow's webhook URL."),
  voiceMethod: method("voiceUrl"),
  voiceFallbackUrl: url("What Twilio asks when voiceUrl fails."),
  voiceFallbackMethod: method("voiceFallbackUrl"),
  voiceCallerIdLookup: z
    .boolean()
    .optional()
    .describe("Whether Twilio looks up the caller's name (CNAM) for each call, at a charge."),
  voiceApplicationSid: application(
    "The TwiML application that takes calls in place of voiceUrl; an empty string for none. Setting it takes a trunk away.",
  ),
  trunkSid: sidOrNone("TK", "trunk")
    .optional()
    .describe(
      "The SIP trunk that takes calls in place of voiceUrl; an empty string for none. Setting it takes an application away.",
    ),
  smsUrl: url("What Twilio asks what to do with a message."),
  smsMethod: method("smsUrl"),
  smsFallbackUrl: url("What Twilio asks when smsUrl fails."),
  smsFallbackMethod: method("smsFallbackUrl"),
  smsApplicationSid: application(
    "The TwiML application that takes messages in place of smsUrl; an empty string for none.",
  ),
  statusCallback: url("What Twilio tells of a call's end."),
  statusCallbackMethod: method("statusCallback"),
};

/** Twilio takes the one away when the other is set, so both are ours where one is. */
export const companions = { voiceApplicationSid: ["trunkSid"], trunkSid: ["voiceApplicationSid"] } as const;

export function* exclusions(declared: Record<string, unknown>): Iterable<{ path: string[]; reason: string }> {
  if (isGiven(declared.voiceApplicationSid) && isGiven(declared.trunkSid)) {
    yield {
      path: ["trunkSid"],
      reason: "is given beside voiceApplicationSid, which takes its place; keep one of the two",
    };
  }
}

type Routing = { [K in keyof typeof routing]?: z.output<(typeof routing)[K]> };

/** What is declared and has no effect, because the number has, or gets, something that Twilio puts before it. */
export function ignoredRouting(live: Record<string, unknown>, declared: Routing): string[] {
  const before = [
    ["voiceUrl", "voiceApplicationSid", live.voice_application_sid],
    ["voiceUrl", "trunkSid", live.trunk_sid],
    ["smsUrl", "smsApplicationSid", live.sms_application_sid],
  ] as const;
  return before
    .map(([ignored, preferred, has]) => ({ ignored, preferred, has: declared[preferred] ?? has }))
    .filter(({ ignored, has }) => isGiven(declared[ignored]) && isGiven(has))
    .map(
      ({ ignored, preferred, has }) =>
        `${ignored} has no effect while the number ${live.phone_number} has ${preferred} ${has}; declare ${preferred} as "", or remove ${ignored}.`,
    );
}

function isGiven(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
