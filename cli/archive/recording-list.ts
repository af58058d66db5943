import { setTimeout as sleep } from "node:timers/promises";
import { type RecordingMessage, recordingMessage } from "../../functions/archive-queue/message.ts";
import { type RecordingResource, recordingResource } from "../../functions/archive-store/recording-resource.ts";
import { ServiceFailure } from "../../functions/lambda/service-failure.ts";
import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import { TwilioRefusedError } from "../../providers/twilio/http/errors.ts";
import type { FormFields } from "../../providers/twilio/http/request.ts";
import type { Archive } from "./archive.ts";
import { type Day, type DayRange, dayAfter } from "./days.ts";

/** A recording as Twilio lists it. */
export interface ListedRecording extends RecordingResource {
  sid: RecordingSid;
  /** What the intake would put into the queue for it. */
  message: RecordingMessage;
}

/** Where in a range the list goes on: at a day, or in the midst of one with the query of its next page. */
export interface ListPosition {
  day: Day;
  nextQuery?: string | undefined;
}

export interface RecordingPage {
  recordings: ListedRecording[];
  /** Where the list goes on after this page; null at its end. */
  next: ListPosition | null;
  /** The day that the page is of. */
  day: Day;
}

export interface ListOptions {
  range: DayRange;
  /** Where to go on; the range's first day where absent. */
  start?: ListPosition | undefined;
  /** At most 1000, which is Twilio's own limit. */
  pageSize?: number | undefined;
  /** Milliseconds from one request to the next, at least. */
  pace?: number | undefined;
}

/**
 * The account's recordings by the day that they were created, the oldest day first, deleted ones too. Day by day, so
 * that going on somewhere rests on no order within Twilio's list. One request at a time; the client repeats what
 * fails in passing, with full jitter.
 * https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
 */
export async function* recordingPages(
  archive: Pick<Archive, "twilio" | "accountSid">,
  { range, start, pageSize = 1000, pace = 100 }: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<RecordingPage> {
  let at: ListPosition | null = start ?? { day: range.from };
  let isFirst = true;
  while (at !== null) {
    if (!isFirst) await sleep(pace, undefined, { signal });
    const page = await pageAt(archive, at, { range, pageSize, mayStartOver: isFirst }, signal);
    yield page;
    at = page.next;
    isFirst = false;
  }
}

async function pageAt(
  archive: Pick<Archive, "twilio" | "accountSid">,
  { day, nextQuery }: ListPosition,
  options: { range: DayRange; pageSize: number; mayStartOver: boolean },
  signal: AbortSignal,
): Promise<RecordingPage> {
  const { accountSid, twilio } = archive;
  const path = `/2010-04-01/Accounts/${accountSid}/Recordings.json`;
  const query: FormFields =
    nextQuery === undefined
      ? { DateCreated: day, IncludeSoftDeleted: true, PageSize: options.pageSize }
      : Object.fromEntries(new URLSearchParams(nextQuery));
  try {
    const answer = await twilio.request({ product: "api", method: "GET", path, query }, signal);
    const more = nextQueryOf(answer.next_page_uri, path);
    const after = day < options.range.to ? { day: dayAfter(day) } : null;
    return { recordings: listed(archive, answer.recordings), next: more ? { day, nextQuery: more } : after, day };
  } catch (error) {
    // What a page's token names may be gone since a checkpoint was written; then the day is listed anew.
    const isGone = nextQuery !== undefined && options.mayStartOver && isUnknownPage(error);
    if (isGone) return pageAt(archive, { day }, options, signal);
    throw error;
  }
}

function isUnknownPage(error: unknown): boolean {
  return error instanceof TwilioRefusedError && [400, 404].includes(error.refusal.status);
}

function listed({ accountSid }: Pick<Archive, "accountSid">, recordings: unknown): ListedRecording[] {
  if (!Array.isArray(recordings)) throw new ServiceFailure("twilio_answer_malformed", "a page without recordings");
  return recordings.map((fields: Record<string, unknown>) => {
    const resource = recordingResource(fields);
    const { sid } = resource;
    if (!isRecordingSid(sid)) throw new ServiceFailure("twilio_answer_malformed", "a recording without a SID");
    const message = recordingMessage(accountSid, sid, {
      callSid: text(fields.call_sid),
      conferenceSid: text(fields.conference_sid),
      source: text(fields.source),
      channels: String(fields.channels),
      duration: text(fields.duration),
      startTime: text(fields.start_time),
    });
    return { ...resource, sid, message };
  });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The query of the next page, which must be one of the same list: credentials go nowhere else. */
function nextQueryOf(uri: unknown, path: string): string | undefined {
  if (uri === null || uri === undefined) return undefined;
  const home = "https://api.twilio.com";
  const url = typeof uri === "string" ? URL.parse(uri, home) : null;
  if (url === null || url.origin !== home || url.pathname !== path) {
    throw new ServiceFailure("twilio_answer_malformed", "a next page elsewhere");
  }
  return url.search.slice(1);
}
