import type { Account } from "../account.ts";
import { type Recording, showRecording } from "../api/recordings-state.ts";
import { notFound, TwilioError } from "../http/errors.ts";
import { methodField, oneOf, urlField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import { pageOf, pagingParameters } from "../http/paging.ts";
import type { Call as Request, Route } from "../http/router.ts";
import { rfc2822 } from "../http/timestamps.ts";
import { callFilterOf, callFilters } from "./filters.ts";
import { callBySid } from "./lifecycle.ts";
import { endByApi, endOverdueCalls, placeOutgoingCall } from "./outgoing.ts";
import { finishRecording, startRecording } from "./recording.ts";
import { type Call, callbackEvents } from "./state.ts";

const all = "/2010-04-01/Accounts/{AC}/Calls.json";
const one = "/2010-04-01/Accounts/{AC}/Calls/{CA}";

/** https://www.twilio.com/docs/voice/api/call-resource */
export const callRoutes: Route[] = [
  { method: "GET", path: all, query: [...callFilters, ...pagingParameters], handle: listCalls },
  { method: "POST", path: all, handle: createCall },
  { method: "POST", path: `${one}.json`, handle: changeCallByApi },
  {
    method: "GET",
    path: `${one}.json`,
    handle: (request) => jsonResponse(200, showCall(request.account, callAt(request))),
  },
  { method: "GET", path: `${one}/Recordings.json`, query: pagingParameters, handle: listRecordings },
  { method: "POST", path: `${one}/Recordings.json`, handle: record },
  { method: "POST", path: `${one}/Recordings/{Recording}.json`, handle: changeRecording },
];

function callAt({ request, at, account }: Request): Call {
  endOverdueCalls(account);
  const call = callBySid(account, at.CA ?? "");
  if (!call) throw notFound(request);
  return call;
}

function listCalls({ request, account }: Request): ApiResponse {
  endOverdueCalls(account);
  const wanted = callFilterOf(request.query);
  const newestFirst = account.state.current.calls.filter(wanted).reverse();
  return jsonResponse(
    200,
    pageOf(request, "calls", newestFirst, (call) => showCall(account, call)),
  );
}

function createCall({ request, account }: Request): ApiResponse {
  return jsonResponse(201, showCall(account, placeOutgoingCall(account, request)));
}

function changeCallByApi(asked: Request): ApiResponse {
  const { request, account } = asked;
  return jsonResponse(200, showCall(account, endByApi(account, callAt(asked), request)));
}

function listRecordings(asked: Request): ApiResponse {
  const { request, account } = asked;
  const { sid } = callAt(asked);
  const found = account.state.current.recordings.filter(
    (recording) => recording.call_sid === sid && recording.status !== "deleted",
  );
  return jsonResponse(
    200,
    pageOf(request, "recordings", found.reverse(), (recording) => showRecording(account, recording)),
  );
}

const fields = [
  "RecordingStatusCallback",
  "RecordingStatusCallbackMethod",
  "Trim",
  "RecordingChannels",
  "RecordingTrack",
];

/** https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource */
function record(asked: Request): ApiResponse {
  const { request, account } = asked;
  const call = callAt(asked);
  const form = formBody(request, { fields, lists: ["RecordingStatusCallbackEvent"] });
  if (call.status !== "in-progress") {
    throw new TwilioError(400, 21_220, "Requested resource is not eligible for recording");
  }
  const url = urlField(form, "RecordingStatusCallback");
  const events = form.getAll("RecordingStatusCallbackEvent").flatMap((text) => text.split(" "));
  const known = callbackEvents.filter((event) => events.includes(event));
  oneOf(form, "RecordingTrack", ["inbound", "outbound", "both"]);
  const recording = startRecording(account, call, {
    source: "StartCallRecordingAPI",
    channels: oneOf(form, "RecordingChannels", ["mono", "dual"]) === "dual" ? 2 : 1,
    trim: oneOf(form, "Trim", ["trim-silence", "do-not-trim"]) ?? "do-not-trim",
    callback: url
      ? {
          url,
          method: methodField(form, "RecordingStatusCallbackMethod") ?? "POST",
          events: known.length > 0 ? known : ["completed"],
        }
      : null,
  });
  return jsonResponse(201, showRecording(account, recording));
}

/** Pauses, goes on or stops: the recording that the path names, or `Twilio.CURRENT`. */
function changeRecording(asked: Request): ApiResponse {
  const { request, account } = asked;
  const call = callAt(asked);
  const form = formBody(request, { fields: ["Status", "PauseBehavior"] });
  requiredField(form, "Status");
  const status = oneOf(form, "Status", ["in-progress", "paused", "stopped"]) ?? "stopped";
  oneOf(form, "PauseBehavior", ["skip", "silence"]);
  const recording = goingOn(asked, call);
  const kept = call.recordings.find(({ sid }) => sid === recording.sid);
  if (status === "stopped" && kept) finishRecording(account, call, kept);
  else {
    account.state.change(({ recordings }) => {
      const held = recordings.find(({ sid }) => sid === recording.sid);
      if (held) Object.assign(held, { status, date_updated: account.now().toISOString() });
    });
  }
  const shown = showRecording(
    account,
    account.state.current.recordings.find(({ sid }) => sid === recording.sid) ?? recording,
  );
  // It is still being put together when the answer comes.
  return jsonResponse(200, status === "stopped" ? { ...shown, status: "stopped" } : shown);
}

function goingOn({ request, at, account }: Request, call: Call): Recording {
  const current = at.Recording === "Twilio.CURRENT";
  const found = account.state.current.recordings.findLast(
    ({ sid, call_sid: owner, status }) =>
      owner === call.sid && (current ? status === "in-progress" || status === "paused" : sid === at.Recording),
  );
  if (!found) throw notFound(request);
  if (found.status !== "in-progress" && found.status !== "paused") {
    throw new TwilioError(400, 21_220, "Requested resource is not eligible for recording");
  }
  return found;
}

/** A call as the API shows it. */
export function showCall(account: Account, call: Call) {
  const path = `/2010-04-01/Accounts/${account.sid}/Calls/${call.sid}`;
  const ended = call.end_time === null ? null : new Date(call.end_time);
  const began = new Date(call.date_created);
  return {
    account_sid: account.sid,
    annotation: null,
    answered_by: null,
    api_version: "2010-04-01",
    caller_name: null,
    date_created: rfc2822(began),
    date_updated: rfc2822(new Date(call.date_updated)),
    direction: call.direction,
    duration: ended ? String(Math.round((ended.getTime() - began.getTime()) / 1000)) : null,
    end_time: ended ? rfc2822(ended) : null,
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: call.parent_call_sid,
    phone_number_sid: call.phone_number_sid,
    price: null,
    price_unit: "USD",
    queue_time: "0",
    sid: call.sid,
    start_time: call.status === "queued" ? null : rfc2822(began),
    status: call.status,
    subresource_uris: { recordings: `${path}/Recordings.json` },
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${path}.json`,
  };
}

export type CallResource = ReturnType<typeof showCall>;
