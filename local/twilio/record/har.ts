import { appendFileSync, mkdirSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { dirname } from "node:path";
import { type ApiRequest, type ApiResponse, mediaType } from "../http/messages.ts";
import type { Redaction } from "./redaction.ts";

export interface Exchange {
  readonly request: ApiRequest;
  /** Undefined where the connection was dropped. */
  readonly response: ApiResponse | undefined;
  readonly started: Date;
  readonly milliseconds: number;
}

/** Writes each exchange as a HAR 1.2 entry on a line of its own, as if it had gone to Twilio's own host. */
export function createHarRecorder(file: string, redaction: Redaction): (exchange: Exchange) => void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, "", { mode: 0o600 });
  return (exchange) => appendFileSync(file, `${JSON.stringify(harEntry(exchange, redaction))}\n`);
}

/** http://www.softwareishard.com/blog/har-12-spec/#entries */
function harEntry({ request, response, started, milliseconds }: Exchange, redaction: Redaction) {
  return {
    startedDateTime: started.toISOString(),
    time: milliseconds,
    request: harRequest(request, redaction),
    response: response ? harResponse(response, redaction) : noResponse,
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
  };
}

function harRequest(request: ApiRequest, redaction: Redaction) {
  const query = redaction.query(request.query);
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : "";
  const sent = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    name === "host" ? request.host : [value].flat().join(", "),
  ]);
  const entry = {
    method: request.method,
    url: `https://${redaction.text(request.host + request.path)}${search}`,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(redaction.headers(sent)),
    queryString: pairs(query),
    headersSize: -1,
    bodySize: request.body.length,
  };
  if (request.body.length === 0) return entry;
  return { ...entry, postData: { mimeType: request.headers["content-type"] ?? "", ...textOf(request, redaction) } };
}

function harResponse(response: ApiResponse, redaction: Redaction) {
  const type = response.headers["content-type"] ?? "";
  return {
    status: response.status,
    statusText: STATUS_CODES[response.status] ?? "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(redaction.headers(Object.entries(response.headers))),
    content: { size: response.body.length, mimeType: type, ...textOf(response, redaction) },
    redirectURL: "",
    headersSize: -1,
    bodySize: response.body.length,
  };
}

// As browsers write an exchange that got no answer.
const noResponse = {
  status: 0,
  statusText: "",
  httpVersion: "",
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: "x-unknown" },
  redirectURL: "",
  headersSize: -1,
  bodySize: -1,
  comment: "The connection was closed without an answer",
};

/** Media, and anything else that credentials can't be taken out of, is told by its size only. */
function textOf({ headers, body }: Pick<ApiRequest, "headers" | "body">, redaction: Redaction) {
  const text = redaction.body(body.toString("utf8"), mediaType(headers));
  return text === undefined ? { comment: `${body.length} bytes, left out` } : { text };
}

function pairs(entries: readonly [string, string][]): { name: string; value: string }[] {
  return entries.map(([name, value]) => ({ name, value }));
}
