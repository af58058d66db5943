import { z } from "zod";
import { declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { sid } from "../sid.ts";

const outputs = z.strictObject({
  sid: z.string().describe("The recording's SID."),
  accountSid: z.string().describe("The account that it is in."),
  callSid: z.string().optional().describe("The call that was recorded."),
  conferenceSid: z.string().optional().describe("The conference that was recorded."),
  status: z.string().describe("`in-progress`, `paused`, `stopped`, `processing`, `completed`, `absent` or `deleted`."),
  source: z.string().describe("What made it: `DialVerb`, `Conference`, `OutboundAPI`, `RecordVerb` and the like."),
  channels: z.int().optional().describe("How many channels it has: 1 or 2."),
  durationSeconds: z.int().optional().describe("How long it is, in seconds; known when it is complete."),
  startTime: z.string().optional().describe("When it began, in ISO 8601, UTC."),
  dateCreated: z.string().optional().describe("When Twilio made it, in ISO 8601, UTC."),
  errorCode: z.int().optional().describe("Why it is absent; see Twilio's error codes."),
  encrypted: z.boolean().describe("Whether it is encrypted with the account's own key."),
});

/** Looks a recording up. Source: `api.twilio.com/2010-04-01/Accounts/{AC}/Recordings/{RE}.json`. */
export const getRecording = declarations<TwilioClient>().function({
  type: "twilio:voice:getRecording",
  description: "What Twilio knows of a recording, without its audio and without the URL of it.",
  reference: {
    calls: ["GET api.twilio.com/2010-04-01/Accounts/{AC}/Recordings/{RE}.json"],
    permissions: ["/twilio/voice/recordings/read"],
  },
  inputs: z.strictObject({ sid: sid("RE", "recording").describe("The recording's SID.") }),
  outputs,
  async invoke({ sid }, { client, signal }) {
    const path = `/2010-04-01/Accounts/${client.accountSid}/Recordings/${sid}.json`;
    return recordingOf(await client.request({ product: "api", method: "GET", path }, signal));
  },
});

/** An answer of the API in our form: times in ISO 8601, numbers as numbers. */
export function recordingOf(live: Record<string, unknown>): z.output<typeof outputs> {
  return {
    sid: String(live.sid),
    accountSid: String(live.account_sid),
    callSid: textOf(live.call_sid),
    conferenceSid: textOf(live.conference_sid),
    status: String(live.status),
    source: String(live.source),
    channels: numberOf(live.channels),
    durationSeconds: numberOf(live.duration),
    startTime: timeOf(live.start_time),
    dateCreated: timeOf(live.date_created),
    errorCode: numberOf(live.error_code),
    encrypted: (live.encryption_details ?? null) !== null,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Twilio writes some numbers as strings; -1 is a duration that is not known yet. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 ? number : undefined;
}

function timeOf(value: unknown): string | undefined {
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
