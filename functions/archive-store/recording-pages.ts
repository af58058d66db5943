import type { AccountSid } from "../../media/sid.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { type RecordingResource, recordingResource } from "./recording-resource.ts";
import { jsonOf, type TwilioRequest } from "./twilio-requests.ts";

/** Which of the account's recordings, by when they were created; both ends included. */
export interface CreatedWithin {
  from?: Date;
  until?: Date;
}

export interface RecordingPage {
  recordings: RecordingResource[];
  /** The path of the page after this one, with which a list can be taken up again; null for the last page. */
  next: string | null;
}

/** The most that Twilio gives at once. */
const pageSize = 1000;

/** The path of the first page. https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources */
export function firstPage(accountSid: AccountSid, { from, until }: CreatedWithin): string {
  const query = new URLSearchParams({
    ...(from && { "DateCreated>": from.toISOString() }),
    ...(until && { "DateCreated<": until.toISOString() }),
    PageSize: String(pageSize),
  });
  return `/2010-04-01/Accounts/${accountSid}/Recordings.json?${query}`;
}

/** The account's recordings, newest first, page by page, from the page of that path on. */
export async function* recordingPages(
  request: TwilioRequest,
  apiUrl: string,
  first: string,
  signal: AbortSignal,
): AsyncGenerator<RecordingPage> {
  for (let path: string | null = first; path !== null; ) {
    const body = await jsonOf(await request(`${apiUrl}${path}`, [200], signal));
    const { recordings } = body;
    if (!Array.isArray(recordings)) throw new ServiceFailure("twilio_answer_malformed", "a page without recordings");
    const next = nextPath(body.next_page_uri);
    yield { recordings: (recordings as Record<string, unknown>[]).map(recordingResource), next };
    path = next;
  }
}

/** Nothing but a path of the same API: the credentials go with the request. */
function nextPath(next: unknown): string | null {
  if (next === null || next === undefined) return null;
  if (typeof next === "string" && next.startsWith("/2010-04-01/")) return next;
  throw new ServiceFailure("twilio_answer_malformed", "a next page elsewhere");
}
