import type { IncomingHttpHeaders } from "node:http";

/** A request as Twilio's own host would see it. */
export interface ApiRequest {
  readonly method: string;
  /** Twilio's host, for example `flex-api.twilio.com`. */
  readonly host: string;
  /** Path at that host, as sent (not decoded), without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ApiResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function jsonResponse(status: number, value: unknown, headers: Record<string, string> = {}): ApiResponse {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

export function noContent(): ApiResponse {
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}

/** The media type without its parameters, in lower case; empty when the request names none. */
export function mediaType(headers: IncomingHttpHeaders): string {
  return (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
