import type { Decision } from "./decision.ts";

/** An HTTP answer, whichever front end it goes through. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const errors = {
  400: "malformed request",
  401: "not authenticated",
  403: "not allowed",
  404: "not found",
  405: "method not allowed",
  503: "temporarily unavailable",
} as const;

/** Seconds after which it is worth asking again. */
const retryAfter = { failed: "5", expected: "30" } as const;

/** The same few words for every case of a status: why is for the log, not for the caller. */
export function answerTo(decision: Decision): Answer {
  const headers: Record<string, string> = { "content-type": "application/json", "cache-control": "no-store" };
  if (decision.outcome === "allowed") {
    return { status: 200, headers, body: JSON.stringify({ media_url: decision.mediaUrl }) };
  }
  if (decision.status === 401) headers["www-authenticate"] = 'Basic realm="recordings"';
  if (decision.status === 405) headers.allow = "GET";
  if (decision.status === 503) headers["retry-after"] = retryAfter.failed;
  if (decision.reason === "recording_expected") headers["retry-after"] = retryAfter.expected;
  return { status: decision.status, headers, body: JSON.stringify({ error: errors[decision.status] }) };
}
