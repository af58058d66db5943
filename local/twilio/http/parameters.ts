import { badRequest, type TwilioError, unsupportedMediaType } from "./errors.ts";
import { type ApiRequest, mediaType } from "./messages.ts";

export type JsonObject = Record<string, unknown>;

/** @throws TwilioError for a query parameter that isn't among the known ones, or that comes twice */
export function checkQuery(query: URLSearchParams, known: readonly string[], lists: readonly string[] = []): void {
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) throw badRequest(`Unknown parameter ${name}`);
    if (query.getAll(name).length > 1 && !lists.includes(name))
      throw badRequest(`Parameter ${name} is given more than once`);
  }
}

/**
 * The body of a call that takes JSON only.
 * @param malformed the error for a body that is no JSON object
 * @throws TwilioError 415 for any other media type
 */
export function jsonObjectBody(request: ApiRequest, malformed: (message: string) => TwilioError): JsonObject {
  if (mediaType(request.headers) !== "application/json") throw unsupportedMediaType();
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString("utf8"));
  } catch {
    throw malformed("The request body is not valid JSON");
  }
  if (!isJsonObject(value)) throw malformed("The request body must be a JSON object");
  return value;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A whole number within bounds, or the default where the parameter is absent. */
export function integerParameter(
  query: URLSearchParams,
  name: string,
  { minimum, maximum, absent }: { minimum: number; maximum: number; absent: number },
): number {
  const text = query.get(name);
  if (text === null) return absent;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= minimum && value <= maximum)) throw badRequest(`Invalid ${name}.`);
  return value;
}

export function booleanParameter(query: URLSearchParams, name: string): boolean {
  const text = query.get(name)?.toLowerCase() ?? "false";
  if (text !== "true" && text !== "false") throw badRequest(`Invalid ${name}.`);
  return text === "true";
}

/** `YYYY-MM-DD` (midnight, GMT) or an ISO 8601 time; undefined where the parameter is absent. */
export function dateParameter(query: URLSearchParams, name: string): Date | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/.test(text) ? new Date(text) : undefined;
  if (!date || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text.slice(0, 10))) {
    throw badRequest(`Invalid ${name}.`);
  }
  return date;
}
