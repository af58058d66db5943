import type { Account } from "../account.ts";
import { badRequest, TwilioError } from "../http/errors.ts";
import { oneOf, textField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import type { ApiRequest } from "../http/messages.ts";
import { Mistake } from "../mistake.ts";
import type { PhoneNumber } from "../phone/state.ts";
import { flowOfWebhook } from "../studio/webhook.ts";
import { callBySid, changeCall } from "./lifecycle.ts";
import { addCall, answeringScript } from "./new-call.ts";
import { hangUp, runFlow } from "./place.ts";
import { type Call, isOver } from "./state.ts";
import { secondsOf } from "./twiml.ts";

/** What is known here, and what Twilio documents besides. */
const known = ["To", "From", "Url", "Twiml", "ApplicationSid", "Timeout", "TimeLimit"];
const others =
  "Method FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod SendDigits Record RecordingChannels " +
  "RecordingStatusCallback RecordingStatusCallbackMethod RecordingTrack SipAuthUsername SipAuthPassword MachineDetection " +
  "MachineDetectionTimeout MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout " +
  "Trim CallerId AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod Byoc CallReason CallToken ClientNotificationUrl";
const lists = ["StatusCallbackEvent", "RecordingStatusCallbackEvent"];

const longestTwiml = 4000;
const longestTimeout = 600;
/** Twilio's own, in seconds. */
const longestCall = 14_400;

/**
 * Places a call to one of the account's own numbers, whose flow answers it: two legs, as for anybody else who calls it.
 * It is queued when the answer goes out, and rings after that.
 * https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
 */
export function placeOutgoingCall(account: Account, request: ApiRequest): Call {
  const form = formBody(request, { fields: [...known, ...others.split(" ")], lists });
  const to = form.get("To") || refuse(21_201, "No 'To' number is specified");
  const from = form.get("From") || refuse(21_213, "No 'From' number is specified");
  if (!isE164(to) || to === from) refuse(21_211, `The phone number you are attempting to call, ${to}, is not valid.`);
  const number = numberOf(account, to);
  if (!numberOf(account, from)?.capabilities.voice) refuse(21_210, unverified(from));
  const stays = staysFor(form);
  const extra = [...form.keys()].find((name) => !known.includes(name));
  if (extra !== undefined) throw notServed(`${extra} of outgoing calls is not served here`);
  if (number === undefined) throw notServed(`${to} is no number of this account, and no call leaves this machine`);
  const call = addCall(account, {
    to,
    from,
    direction: "outbound-api",
    script: answeringScript,
    status: "queued",
    stays,
  });
  account.work.begin(async () => ring(account, call.sid, number));
  return call;
}

/** How long the caller stays on the line once it is answered. */
function staysFor(form: URLSearchParams): number {
  const timeout = wholeSeconds(form, "Timeout");
  if (timeout !== undefined && (Number.isNaN(timeout) || timeout > longestTimeout)) refuse(21_208, "Invalid Timeout");
  const limit = wholeSeconds(form, "TimeLimit") ?? longestCall;
  if (Number.isNaN(limit)) throw badRequest("Invalid value for parameter TimeLimit");
  const url = form.get("Url");
  if (url && !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) refuse(21_205, `Url is not a valid URL: ${url}`);
  if (url || form.get("ApplicationSid")) throw notServed("what an outgoing call does is read from Twiml alone here");
  const twiml = textField(form, "Twiml", longestTwiml);
  if (!twiml)
    return refuse(21_205, "Url parameter is required. For more information, see http://www.twilio.com/docs/api/twiml");
  const seconds = secondsOf(twiml);
  if (seconds === undefined) throw notServed("of TwiML, Say, Pause and Hangup alone are known here");
  return Math.min(seconds, limit);
}

/** Undefined where it is absent, NaN where it is no whole number above 0. */
function wholeSeconds(form: URLSearchParams, name: string): number | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN;
}

/** The call comes in to the number, whose flow begins; where no flow of this account would answer, it fails. */
function ring(account: Account, sid: string, number: PhoneNumber): void {
  const placed = callBySid(account, sid);
  if (!placed || isOver(placed)) return;
  const flowSid = flowOf(account, number);
  if (flowSid === undefined) {
    changeCall(account, sid, { status: "failed", end_time: account.now().toISOString() });
    return;
  }
  const { to, from } = placed;
  // Whoever has called hangs up, and no agent takes the call by itself.
  const script = { ...answeringScript, byItself: false };
  const incoming = addCall(account, { to, from, direction: "inbound", phoneNumberSid: number.sid, script });
  changeCall(account, sid, { status: "ringing", other_leg: incoming.sid });
  changeCall(account, incoming.sid, { other_leg: sid });
  runFlow(account, flowSid, incoming);
}

function flowOf(account: Account, { phone_number: number, trunk_sid, voice_application_sid, voice_url }: PhoneNumber) {
  if (trunk_sid || voice_application_sid) return undefined;
  try {
    return flowOfWebhook(account, voice_url, number);
  } catch (error) {
    if (error instanceof Mistake) return undefined;
    throw error;
  }
}

/**
 * Ends a call: `completed` whatever it is at, `canceled` while it isn't answered.
 * https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
 */
export function endByApi(account: Account, call: Call, request: ApiRequest): Call {
  const form = formBody(request, { fields: ["Status", "Url", "Twiml", "Method", "TimeLimit"] });
  if (["Url", "Twiml", "TimeLimit"].some((name) => form.has(name)))
    throw notServed("calls are ended here, not led elsewhere");
  requiredField(form, "Status");
  const status = oneOf(form, "Status", ["completed", "canceled"]);
  if (isOver(call) || (status === "canceled" && call.status === "in-progress")) {
    refuse(21_220, "Call is not in-progress. Cannot redirect.");
  }
  end(account, call);
  return callBySid(account, call.sid) ?? call;
}

/** Calls end whose caller has done what the TwiML says, by the account's clock. */
export function endOverdueCalls(account: Account): void {
  const now = account.now().getTime();
  for (const call of account.state.current.calls) {
    if (!isOver(call) && call.hangs_up_at !== null && Date.parse(call.hangs_up_at) <= now) end(account, call);
  }
}

/** Both legs end, whichever is hung up. */
function end(account: Account, { sid, direction, other_leg: other, status }: Call): void {
  const incoming = direction === "inbound" ? sid : other;
  const held = callBySid(account, incoming);
  if (held && !isOver(held)) hangUp(account, held.sid);
  const left = callBySid(account, sid);
  if (!left || isOver(left)) return;
  const ended = status === "in-progress" ? "completed" : "canceled";
  changeCall(account, sid, { status: ended, end_time: account.now().toISOString() });
}

function numberOf(account: Account, number: string): PhoneNumber | undefined {
  return account.state.current.phoneNumbers.find(({ phone_number: owned }) => owned === number);
}

function isE164(text: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(text);
}

function unverified(from: string): string {
  return (
    `The source phone number provided, ${from}, is not yet verified for your account. ` +
    "You may only make calls from phone numbers that you've verified or purchased from Twilio."
  );
}

function refuse(code: number, message: string): never {
  throw new TwilioError(400, code, message);
}

/** Twilio would do it; nothing here does, and to seem to would hide mistakes. */
function notServed(what: string): TwilioError {
  return new TwilioError(501, 501, `Local Twilio: ${what}`);
}
