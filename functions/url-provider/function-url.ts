import { type FunctionUrlResponse, headerValues, onlyHeader } from "../lambda/function-url.ts";
import { fieldsOf, textOf } from "../lambda/json.ts";
import type { Answer } from "./answer.ts";
import type { PlaybackRequest } from "./request.ts";

/**
 * The request in a function URL's event. What it lacks, or has in another shape than Lambda gives it,
 * reads as absent, and so is refused further on.
 */
export function fromFunctionUrl(event: unknown): PlaybackRequest {
  const { rawQueryString, headers, requestContext } = fieldsOf(event);
  const { method } = fieldsOf(fieldsOf(requestContext).http);
  return {
    method: textOf(method) ?? "",
    query: textOf(rawQueryString) ?? "",
    authorization: onlyHeader(headers, "authorization"),
    // One that is unclear is no player's, unlike none.
    origin: headerValues(headers, "origin").length === 0 ? undefined : (onlyHeader(headers, "origin") ?? ""),
  };
}

export function toFunctionUrl({ status, headers, body }: Answer): FunctionUrlResponse {
  return { statusCode: status, headers, body };
}
