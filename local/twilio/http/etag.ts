import { usualError } from "./errors.ts";
import { type ApiRequest, type ApiResponse, jsonResponse } from "./messages.ts";

/** Something of which each version has an ETag of its own. */
interface Versioned {
  readonly version: number;
}

export function taggedResponse(status: number, { version }: Versioned, value: unknown): ApiResponse {
  return jsonResponse(status, value, { etag: tagOf(version) });
}

/** @throws TwilioError 20412 where the request is meant for another version; without `If-Match` the last write wins */
export function refuseStale({ headers }: ApiRequest, { version }: Versioned): void {
  const wanted = headers["if-match"];
  if (wanted !== undefined && wanted !== "*" && wanted !== tagOf(version)) throw usualError(412);
}

function tagOf(version: number): string {
  return `"${version}"`;
}
