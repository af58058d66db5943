import { badRequest, notFound, TwilioError } from "../http/errors.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { pageOf, pagingParameters } from "../http/paging.ts";
import { booleanParameter, dateParameter } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";
import { sidPattern } from "../state/sids.ts";
import { type Recording, showRecording } from "./recordings-state.ts";

const filters = ["DateCreated", "DateCreated<", "DateCreated>", "CallSid", "ConferenceSid", "IncludeSoftDeleted"];
const one = "/2010-04-01/Accounts/{AC}/Recordings/{RE}.json";

/** https://www.twilio.com/docs/voice/api/recording */
export const recordingRoutes: Route[] = [
  {
    method: "GET",
    path: "/2010-04-01/Accounts/{AC}/Recordings.json",
    query: [...filters, ...pagingParameters],
    handle: listRecordings,
  },
  { method: "GET", path: one, query: ["IncludeSoftDeleted"], handle: fetchRecording },
  { method: "DELETE", path: one, handle: deleteRecording },
];

function listRecordings({ request, account }: Call): ApiResponse {
  const wanted = filterOf(request.query);
  const newestFirst = account.state.current.recordings
    .filter(wanted)
    .toSorted((a, b) => Date.parse(b.date_created) - Date.parse(a.date_created) || a.sid.localeCompare(b.sid));
  return jsonResponse(
    200,
    pageOf(request, "recordings", newestFirst, (recording) => showRecording(account, recording)),
  );
}

/** `DateCreated` is a day; `DateCreated<` and `DateCreated>` include the moment that they name. */
function filterOf(query: URLSearchParams): (recording: Recording) => boolean {
  const day = dateParameter(query, "DateCreated")?.toISOString().slice(0, 10);
  const latest = dateParameter(query, "DateCreated<");
  const earliest = dateParameter(query, "DateCreated>");
  const callSid = sidParameter(query, "CallSid", "CA");
  const conferenceSid = sidParameter(query, "ConferenceSid", "CF");
  const withDeleted = booleanParameter(query, "IncludeSoftDeleted");
  return (recording) => {
    const created = new Date(recording.date_created);
    return (
      (withDeleted || recording.status !== "deleted") &&
      (day === undefined || recording.date_created.startsWith(day)) &&
      (latest === undefined || created <= latest) &&
      (earliest === undefined || created >= earliest) &&
      (callSid === null || recording.call_sid === callSid) &&
      (conferenceSid === null || recording.conference_sid === conferenceSid)
    );
  };
}

function sidParameter(query: URLSearchParams, name: string, prefix: string): string | null {
  const value = query.get(name);
  if (value !== null && !sidPattern(prefix).test(value)) throw badRequest(`Invalid ${name}.`);
  return value;
}

function fetchRecording({ request, at, account }: Call): ApiResponse {
  const withDeleted = booleanParameter(request.query, "IncludeSoftDeleted");
  const recording = account.state.current.recordings.find(({ sid }) => sid === at.RE);
  if (!recording || (recording.status === "deleted" && !withDeleted)) throw notFound(request);
  return jsonResponse(200, showRecording(account, recording));
}

/** The audio goes at once; the metadata stays, marked as deleted. */
function deleteRecording({ request, at, account }: Call): ApiResponse {
  const recording = account.state.current.recordings.find(({ sid }) => sid === at.RE);
  if (!recording || recording.status === "deleted") throw notFound(request);
  if (recording.status !== "completed") {
    throw new TwilioError(409, 20009, "Cannot delete this resource before it is complete");
  }
  account.state.change((draft) => {
    const kept = draft.recordings.find(({ sid }) => sid === recording.sid);
    if (kept) Object.assign(kept, { status: "deleted", date_updated: account.now().toISOString() });
  });
  account.media.remove(recording.sid);
  return noContent();
}
