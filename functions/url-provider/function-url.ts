import type { Answer } from "./answer.ts";
import type { PlaybackRequest } from "./request.ts";

/** What a function answers behind a Lambda function URL (payload format 2.0). */
export interface FunctionUrlResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * The request in a function URL's event. What it lacks, or has in another shape than Lambda gives it,
 * reads as absent, and so is refused further on.
 */
export function fromFunctionUrl(event: unknown): PlaybackRequest {
  const { rawQueryString, headers, requestContext } = fieldsOf(event);
  const { method } = fieldsOf(fieldsOf(requestContext).http);
  const authorizations = Object.entries(fieldsOf(headers)).filter(([name]) => name.toLowerCase() === "authorization");
  const [authorization] = authorizations.map(([, value]) => value);
  return {
    method: typeof method === "string" ? method : "",
    query: typeof rawQueryString === "string" ? rawQueryString : "",
    authorization: authorizations.length === 1 && typeof authorization === "string" ? authorization : undefined,
  };
}

export function toFunctionUrl({ status, headers, body }: Answer): FunctionUrlResponse {
  return { statusCode: status, headers, body };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
