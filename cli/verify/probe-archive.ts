import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import type { RecordingSid } from "../../media/sid.ts";
import type { TwilioAnswer } from "../../providers/twilio/http/request.ts";
import { askAsStranger } from "./stranger.ts";
import type { Subject } from "./subject.ts";

/**
 * Reports a recording to the archive once more, with the form that Twilio sends, and signed as Twilio signs it. The
 * archive stores nothing twice.
 * @returns why it was not taken, and what to do
 */
export async function reportAgain(
  subject: Subject,
  recording: RecordingSid,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { settings, outputs, stack } = subject;
  const { authToken } = settings.twilio;
  if (outputs.archiveUrl === undefined || authToken === undefined) {
    return `there is no archiveUrl in the outputs; \`npm run pulumi -- up --stack ${stack}\``;
  }
  const url = `${outputs.archiveUrl.replace(/\/$/, "")}/`;
  const form = formOf(await resourceOf(subject, recording, signal), outputs.accountSid, recording);
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "x-twilio-signature": getExpectedTwilioSignature(authToken.reveal(), url, form),
  };
  const init = { method: "POST", headers, body: new URLSearchParams(form).toString() };
  const { status } = await askAsStranger(subject, "the archive's intake", url, init, signal);
  if (status === 204) return undefined;
  if (status === 403) {
    return `refuses what is signed with twilio:authToken (403); if that was changed, run \`npm run pulumi -- up --stack ${stack}\``;
  }
  return `answers ${status} to a callback instead of 204, so that Twilio's are lost as well; its log tells why`;
}

async function resourceOf({ twilio }: Subject, recording: RecordingSid, signal: AbortSignal): Promise<TwilioAnswer> {
  const path = `/2010-04-01/Accounts/${twilio.accountSid}/Recordings/${recording}.json`;
  return await twilio.request({ product: "api", method: "GET", path }, signal);
}

/** https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback */
function formOf(live: TwilioAnswer, AccountSid: string, RecordingSid: RecordingSid): Record<string, string> {
  const { call_sid: call, conference_sid: conference } = live;
  return {
    AccountSid,
    ...(conference ? { ConferenceSid: String(conference) } : { CallSid: String(call) }),
    RecordingSid,
    RecordingStatus: "completed",
    RecordingDuration: String(live.duration),
    RecordingChannels: String(live.channels),
    RecordingStartTime: String(live.start_time),
    RecordingSource: String(live.source),
    ErrorCode: "0",
  };
}
