import { badRequest } from "../http/errors.ts";
import { oneOf } from "../http/fields.ts";
import { dateParameter } from "../http/parameters.ts";
import { sidPattern } from "../state/sids.ts";
import type { Call } from "./state.ts";

const statuses = ["queued", "ringing", "in-progress", "canceled", "completed", "failed", "busy", "no-answer"] as const;

/** https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources */
export const callFilters = ["To", "From", "ParentCallSid", "Status", "StartTime", "StartTime<", "StartTime>"];

/** `StartTime` is a day; `StartTime<` and `StartTime>` include the moment that they name. */
export function callFilterOf(query: URLSearchParams): (call: Call) => boolean {
  const [to, from, parent] = [query.get("To"), query.get("From"), query.get("ParentCallSid")];
  if (parent !== null && !sidPattern("CA").test(parent)) throw badRequest("Invalid ParentCallSid.");
  const status = oneOf(query, "Status", statuses);
  const day = dateParameter(query, "StartTime")?.toISOString().slice(0, 10);
  const latest = dateParameter(query, "StartTime<");
  const earliest = dateParameter(query, "StartTime>");
  return (call) => {
    const began = new Date(call.date_created);
    return (
      (to === null || call.to === to) &&
      (from === null || call.from === from) &&
      (parent === null || call.parent_call_sid === parent) &&
      (status === undefined || call.status === status) &&
      (day === undefined || call.date_created.startsWith(day)) &&
      (latest === undefined || began <= latest) &&
      (earliest === undefined || began >= earliest)
    );
  };
}
