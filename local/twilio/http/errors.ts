import { type ApiRequest, type ApiResponse, jsonResponse } from "./messages.ts";

/** A refusal with Twilio's status, code and message. Codes: https://www.twilio.com/docs/api/errors */
export class TwilioError extends Error {
  readonly status: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What some products say besides. */
  readonly details: unknown;

  constructor(
    status: number,
    code: number,
    message: string,
    headers: Record<string, string> = {},
    details: unknown = undefined,
  ) {
    super(message);
    this.name = "TwilioError";
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.details = details;
  }
}

export function unauthenticated(): TwilioError {
  return new TwilioError(401, 20003, "Authenticate", { "www-authenticate": 'Basic realm="Twilio API"' });
}

export function notFound(request: ApiRequest): TwilioError {
  const resource = request.path.replace(/^\/v\d+(?=\/)/, "");
  return new TwilioError(404, 20404, `The requested resource ${resource} was not found`);
}

export function methodNotAllowed(allowed: readonly string[]): TwilioError {
  return new TwilioError(405, 20004, "Method not allowed", { allow: allowed.join(", ") });
}

export function badRequest(message: string): TwilioError {
  return new TwilioError(400, 20001, message);
}

/** Twilio's message; its own code for this is not published. */
export function unsupportedMediaType(): TwilioError {
  return new TwilioError(415, 415, "The server does not support the media type transmitted in the request.");
}

const usual: Record<number, [code: number, message: string]> = {
  400: [20001, "Bad request"],
  401: [20003, "Authenticate"],
  403: [20403, "Forbidden"],
  404: [20404, "The requested resource was not found"],
  405: [20004, "Method not allowed"],
  409: [20409, "Conflict"],
  412: [20412, "Precondition failed"],
  429: [20429, "Too Many Requests"],
  500: [20500, "Internal Server Error"],
  503: [20503, "Service unavailable"],
};

/** The error that goes with a status where nothing more is said. */
export function usualError(status: number, code?: number, message?: string): TwilioError {
  const [usualCode, usualMessage] = usual[status] ?? [status, `HTTP ${status}`];
  return new TwilioError(status, code ?? usualCode, message ?? usualMessage);
}

/** As Twilio writes it: JSON, but XML under 2010-04-01 where the path doesn't end in `.json`. */
export function errorResponse(error: TwilioError, request: Pick<ApiRequest, "path">): ApiResponse {
  const { status, code, message, headers, details } = error;
  const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
  if (!request.path.startsWith("/2010-04-01/") || request.path.endsWith(".json")) {
    return jsonResponse(status, { code, message, more_info: moreInfo, status, details }, headers);
  }
  const elements = { Code: code, Message: message, MoreInfo: moreInfo, Status: status };
  const inner = Object.entries(elements).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  const xml = `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException>${inner.join("")}</RestException></TwilioResponse>`;
  return { status, headers: { "content-type": "application/xml", ...headers }, body: Buffer.from(xml) };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
