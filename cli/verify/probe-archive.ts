import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { expectedKey, recordingKey } from "../../media/recording-key.ts";
import type { RecordingSid } from "../../media/sid.ts";
import type { TwilioAnswer } from "../../providers/twilio/http/request.ts";
import { until } from "./polling.ts";
import { askAsStranger } from "./stranger.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed } from "./trial.ts";

/** Looks, of which there is one a second: a recording is stored within seconds, and a try that failed comes again. */
const mostLooks = 120;

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

/**
 * Waits until a recording is in the bucket, and the archive's note that it is on its way is gone: the store takes that
 * away once it has looked at the recording, stored before or not. Needs `s3:ListBucket`.
 */
export async function waitUntilArchived(
  subject: Subject,
  recording: RecordingSid,
  signal: AbortSignal,
): Promise<Finding> {
  const { outputs, stack, poll } = subject;
  const { recordingsPrefix, recordingsKeyLayout, accountSid } = outputs;
  const key = recordingKey(recordingsKeyLayout, recordingsPrefix, accountSid, recording);
  const note = expectedKey(recordingsPrefix, accountSid, recording);
  let isStored = false;
  const archived = await until(
    async () => {
      isStored = await isThere(subject, key, signal);
      return isStored && !(await isThere(subject, note, signal)) ? true : undefined;
    },
    { poll, signal, mostLooks },
  );
  if (archived) return passed("in the bucket, and looked at by the archive's store");
  const what = isStored
    ? "was in the bucket before, but the archive's store has not come to it"
    : "is not in the bucket";
  const tells = `\`npm run flex-media -- archive status --stack ${stack}\` tells what became of it`;
  return failed(`${recording} ${what} after ${Math.round((mostLooks * poll) / 1000)} s; ${tells}`);
}

async function isThere({ s3, outputs }: Subject, key: string, signal: AbortSignal): Promise<boolean> {
  const command = new ListObjectsV2Command({ Bucket: outputs.bucketName, Prefix: key, MaxKeys: 1 });
  const { Contents = [] } = await s3.send(command, { abortSignal: signal });
  return Contents.some(({ Key }) => Key === key);
}
