import { type ApiRequest, type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { Mistake } from "../mistake.ts";
import type { Control } from "./control.ts";

type Handler = (request: ApiRequest, rest: string) => ApiResponse | Promise<ApiResponse>;

/**
 * The control face over HTTP, under `/_control`. Answers are JSON; a mistake is `{"error": "…"}`.
 * `rest` is the part of the path after the route's own.
 */
export function controlRoutes(control: Control): (request: ApiRequest) => Promise<ApiResponse> {
  const routes: Record<string, Record<string, Handler>> = {
    "/faults": {
      GET: () => jsonResponse(200, control.faults.list()),
      POST: (request) => jsonResponse(201, control.faults.add(json(request))),
      DELETE: (_, id) => done(() => control.faults.clear(id === "" ? undefined : id)),
    },
    "/recordings": {
      POST: (request) => jsonResponse(201, control.recordings.add(audioOf(request), metadataOf(request.query))),
      DELETE: (_, sid) => done(() => control.recordings.purge(sid)),
    },
    "/voice-settings": {
      GET: () => jsonResponse(200, control.voiceSettings.get()),
      PUT: (request) => jsonResponse(200, control.voiceSettings.set(json(request))),
    },
    "/tokens": { POST: (request) => jsonResponse(201, { token: control.tokens.issue(json(request)) }) },
    "/api-keys": {
      POST: (request) => jsonResponse(201, control.apiKeys.create(request.body.length > 0 ? json(request) : {})),
      DELETE: (_, sid) => done(() => control.apiKeys.revoke(sid)),
    },
    "/flex-configuration": {
      GET: () => jsonResponse(200, control.flexConfiguration.get()),
      PUT: (request) => jsonResponse(200, control.flexConfiguration.change(json(request))),
    },
    "/phone-numbers": {
      POST: (request) => jsonResponse(201, control.phoneNumbers.add(json(request))),
      DELETE: (_, sid) => done(() => control.phoneNumbers.remove(sid)),
    },
    "/requests": {
      GET: () => jsonResponse(200, control.requests.list()),
      DELETE: () => done(() => control.requests.clear()),
    },
    "/calls": {
      POST: (request, rest) => jsonResponse(201, onCall(control, request, rest)),
    },
    "/messages": { POST: (request) => jsonResponse(201, control.messages.receive(json(request))) },
    "/executions": { GET: () => jsonResponse(200, control.executions.notices()) },
    "/settled": {
      GET: async () => {
        await control.settled();
        return noContent();
      },
    },
    "/deliveries": {
      GET: () => jsonResponse(200, control.deliveries.list()),
      PUT: (request) => jsonResponse(200, control.deliveries.disorder(json(request))),
      DELETE: () => done(() => control.deliveries.clear()),
    },
  };
  return async (request) => {
    const [, name = "", rest = ""] = /^(\/[^/]+)\/?(.*)$/.exec(request.path) ?? [];
    const handler = routes[name]?.[request.method];
    if (!handler) return refusal(404, `${request.method} /_control${request.path}: is no control call`);
    try {
      return await handler(request, rest);
    } catch (error) {
      if (error instanceof Mistake) return refusal(400, error.message);
      process.stderr.write(`local Twilio: ${request.method} /_control${request.path}: ${error}\n`);
      return refusal(500, `${error}`);
    }
  };
}

/** A call comes in; or, of one that is there, `CA…/answer` and `CA…/hang-up`. */
function onCall(control: Control, request: ApiRequest, rest: string) {
  const [sid = "", act = ""] = rest.split("/");
  if (rest === "") return control.calls.place(json(request));
  if (act === "answer") return control.calls.answer(sid);
  if (act === "hang-up") return control.calls.hangUp(sid);
  throw new Mistake(`calls/${rest}: is no control call; use CA…/answer or CA…/hang-up`);
}

function refusal(status: number, error: string): ApiResponse {
  return jsonResponse(status, { error });
}

function done(act: () => void): ApiResponse {
  act();
  return noContent();
}

/** The shape is checked by the control face. */
function json<T>(request: ApiRequest): T {
  try {
    return JSON.parse(request.body.toString("utf8"));
  } catch (cause) {
    throw new Mistake("body: is not JSON", { cause });
  }
}

function audioOf(request: ApiRequest): Buffer | undefined {
  return request.body.length > 0 ? request.body : undefined;
}

/** Metadata of a recording comes in the query, by the names of the API's fields. */
function metadataOf(query: URLSearchParams): Record<string, unknown> {
  const metadata: Record<string, unknown> = Object.fromEntries(query);
  if (typeof metadata.error_code === "string") metadata.error_code = Number(metadata.error_code);
  return metadata;
}
