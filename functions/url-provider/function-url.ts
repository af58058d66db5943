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
  const [authorizations, origins] = [valuesOf(headers, "authorization"), valuesOf(headers, "origin")];
  return {
    method: textOf(method) ?? "",
    query: textOf(rawQueryString) ?? "",
    authorization: authorizations.length === 1 ? textOf(authorizations[0]) : undefined,
    // One that is unclear is no player's, unlike none.
    origin: origins.length === 0 ? undefined : (origins.length === 1 && textOf(origins[0])) || "",
  };
}

/** A header's value, once for each spelling of its name. */
function valuesOf(headers: unknown, wanted: string): unknown[] {
  return Object.entries(fieldsOf(headers)).flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function toFunctionUrl({ status, headers, body }: Answer): FunctionUrlResponse {
  return { statusCode: status, headers, body };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
