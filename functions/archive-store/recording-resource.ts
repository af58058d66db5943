import type { AccountSid, RecordingSid } from "../../media/sid.ts";
import type { RecordingFacts } from "../archive-queue/message.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { jsonOf, type TwilioRequest } from "./twilio-requests.ts";

/** A recording as Twilio's API tells it, as far as the archive looks at it. */
export interface RecordingResource {
  sid: string;
  status: string;
  channels: 1 | 2 | undefined;
  /** Whole seconds. */
  durationSeconds: number | undefined;
  /** Milliseconds since 1970. */
  dateCreated: number | undefined;
  /** Encrypted with the account's own public key, so that only the holder of the private one can hear it. */
  isEncrypted: boolean;
  /** The audio lies at the account's own storage rather than at Twilio's. */
  isElsewhere: boolean;
  /** As the queue's message is made of. */
  facts: RecordingFacts;
}

export function recordingUrl(apiUrl: string, accountSid: AccountSid, recording: RecordingSid): string {
  return `${apiUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${recording}`;
}

/** A recording, also one that was deleted within the last 40 days; undefined where Twilio knows of none. */
export async function fetchRecording(
  request: TwilioRequest,
  url: string,
  signal: AbortSignal,
): Promise<RecordingResource | undefined> {
  const response = await request(`${url}.json?IncludeSoftDeleted=true`, [200, 404], signal);
  const body = await jsonOf(response);
  return response.status === 404 ? undefined : recordingResource(body);
}

/**
 * What Twilio shows of a recording.
 * https://www.twilio.com/docs/voice/api/recording#recording-properties
 */
export function recordingResource(fields: Record<string, unknown>): RecordingResource {
  const { sid, status, channels, duration, date_created: created, encryption_details: encryption } = fields;
  if (typeof status !== "string" || typeof sid !== "string") {
    throw new ServiceFailure("twilio_answer_malformed", "the recording has no SID or no status");
  }
  const dateCreated = typeof created === "string" ? Date.parse(created) : Number.NaN;
  return {
    sid,
    status,
    channels: channels === 1 || channels === 2 ? channels : undefined,
    durationSeconds: typeof duration === "string" && /^\d{1,7}$/.test(duration) ? Number(duration) : undefined,
    dateCreated: Number.isNaN(dateCreated) ? undefined : dateCreated,
    isEncrypted: typeof encryption === "object" && encryption !== null,
    isElsewhere: isElsewhere(fields.media_url),
    facts: {
      callSid: textOf(fields.call_sid),
      conferenceSid: textOf(fields.conference_sid),
      source: textOf(fields.source),
      channels: String(channels),
      duration: textOf(duration),
      startTime: textOf(fields.start_time),
    },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isElsewhere(mediaUrl: unknown): boolean {
  if (typeof mediaUrl !== "string" || !URL.canParse(mediaUrl)) return false;
  return !/(^|\.)twilio\.com$/.test(new URL(mediaUrl).hostname);
}
