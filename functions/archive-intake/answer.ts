import type { FunctionUrlResponse } from "../lambda/function-url.ts";
import type { Decision } from "./decision.ts";

const errors = {
  400: "malformed request",
  403: "not allowed",
  405: "method not allowed",
  413: "too long",
  415: "not a form",
  503: "temporarily unavailable",
} as const;

/** The same few words for every case of a status: why is for the log, not for the caller. */
export function answerTo({ status }: Decision): FunctionUrlResponse {
  if (status === 204) return { statusCode: status, headers: { "cache-control": "no-store" }, body: "" };
  const headers: Record<string, string> = { "content-type": "application/json", "cache-control": "no-store" };
  if (status === 405) headers.allow = "POST";
  return { statusCode: status, headers, body: JSON.stringify({ error: errors[status] }) };
}
