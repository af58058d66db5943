import { Mendable } from "../../local/engine/mendable.ts";
import { TwilioRefusedError } from "../../providers/twilio/http/errors.ts";
import type { FormFields, TwilioAnswer } from "../../providers/twilio/http/request.ts";
import type { Subject } from "./subject.ts";

/** Said over and over, so that there is something to hear until the probe hangs up. */
const twiml =
  '<Response><Say loop="0">This is an automatic check of call recording. There is nothing to do.</Say></Response>';
/** Seconds after which Twilio hangs up by itself, should the probe be killed before. */
const longestCall = 120;
const longestRinging = 30;

/** Twilio's words for a call that is over. */
const over: readonly unknown[] = ["completed", "busy", "failed", "no-answer", "canceled"];

interface Ends {
  to: string;
  from: string;
}

const pathOf = ({ twilio }: Subject, rest: string) => `/2010-04-01/Accounts/${twilio.accountSid}/${rest}.json`;

function post(subject: Subject, rest: string, form: FormFields, signal: AbortSignal): Promise<TwilioAnswer> {
  return subject.twilio.request({ product: "api", method: "POST", path: pathOf(subject, rest), form }, signal);
}

/** Places the call. Not repeated where it is open whether Twilio did it: that would be a second call. */
export async function place(subject: Subject, { to, from }: Ends, signal: AbortSignal): Promise<string> {
  const form = { To: to, From: from, Twiml: twiml, TimeLimit: longestCall, Timeout: longestRinging };
  return String((await post(subject, "Calls", form, signal)).sid);
}

/** The calls that came in from one number to another, the newest: whoever is called is told of no parent. */
export async function incomingCalls(subject: Subject, { to, from }: Ends, signal: AbortSignal): Promise<string[]> {
  const query = { To: to, From: from, PageSize: 50 };
  const path = pathOf(subject, "Calls");
  const { calls } = await subject.twilio.request({ product: "api", method: "GET", path, query }, signal);
  const listed = Array.isArray(calls) ? (calls as TwilioAnswer[]) : [];
  return listed.filter(({ direction }) => direction === "inbound").map(({ sid }) => String(sid));
}

/** How the call ended; undefined while it goes on. */
export async function overAs(subject: Subject, sid: string, signal: AbortSignal): Promise<string | undefined> {
  const path = pathOf(subject, `Calls/${encodeURIComponent(sid)}`);
  const { status } = await subject.twilio.request({ product: "api", method: "GET", path }, signal);
  return over.includes(status) ? String(status) : undefined;
}

/** The call's recording, once there is one. */
export async function recordingOf(
  subject: Subject,
  call: string,
  signal: AbortSignal,
): Promise<{ sid: string; status: unknown } | undefined> {
  const path = pathOf(subject, `Calls/${encodeURIComponent(call)}/Recordings`);
  const { recordings } = await subject.twilio.request({ product: "api", method: "GET", path }, signal);
  const [newest] = Array.isArray(recordings) ? (recordings as TwilioAnswer[]) : [];
  return newest && { sid: String(newest.sid), status: newest.status };
}

/** Ends the call; one that is over already is as good. */
export async function hangUp(subject: Subject, sid: string, signal: AbortSignal): Promise<void> {
  if ((await overAs(subject, sid, signal)) !== undefined) return;
  try {
    await post(subject, `Calls/${encodeURIComponent(sid)}`, { Status: "completed" }, signal);
  } catch (error) {
    const isOver = error instanceof TwilioRefusedError && error.refusal.code === notInProgress;
    if (!isOver) throw error;
  }
}

/** https://www.twilio.com/docs/api/errors/21220 */
const notInProgress = 21_220;

/** A number of the account that may call, and is not the voice flow's. */
export async function otherNumber(subject: Subject, signal: AbortSignal): Promise<string> {
  const taken = subject.settings.voice?.numbers ?? [];
  const path = pathOf(subject, "IncomingPhoneNumbers");
  for await (const { phone_number: number, capabilities } of subject.twilio.list(
    { product: "api", path },
    "incoming_phone_numbers",
    signal,
  )) {
    const { voice } = (capabilities ?? {}) as { voice?: unknown };
    if (voice === true && !taken.includes(String(number))) return String(number);
  }
  throw new Mendable(
    "flex-media:verification.from: is not set, and the account has no number besides the voice flow's that can call; " +
      "set it to a caller ID that Twilio has verified for the account",
  );
}
