import type { AccountSid } from "../../media/sid.ts";
import { type RecordingResource, recordingResource } from "../archive-store/recording-resource.ts";
import { jsonOf, type TwilioRequest } from "../archive-store/twilio-requests.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";

const pageSize = 200;

/** The account's recordings that were created until then, page by page. */
export async function* recordingsUntil(
  request: TwilioRequest,
  apiUrl: string,
  accountSid: AccountSid,
  until: Date,
  signal: AbortSignal,
): AsyncGenerator<RecordingResource> {
  const query = new URLSearchParams({ "DateCreated<": until.toISOString(), PageSize: String(pageSize) });
  let path: string | null = `/2010-04-01/Accounts/${accountSid}/Recordings.json?${query}`;
  while (path !== null) {
    const { recordings, next_page_uri: next } = await jsonOf(await request(`${apiUrl}${path}`, [200], signal));
    if (!Array.isArray(recordings)) throw new ServiceFailure("twilio_answer_malformed", "a page without recordings");
    for (const recording of recordings as Record<string, unknown>[]) yield recordingResource(recording);
    if (next !== null && next !== undefined && (typeof next !== "string" || !next.startsWith("/2010-04-01/"))) {
      throw new ServiceFailure("twilio_answer_malformed", "a next page elsewhere");
    }
    path = next ?? null;
  }
}
