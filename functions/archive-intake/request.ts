import { onlyHeader } from "../lambda/function-url.ts";
import { fieldsOf, textOf } from "../lambda/json.ts";

/** An HTTP request, as far as the intake looks at it. What it lacks, or has several times, is absent. */
export interface CallbackRequest {
  method: string;
  contentType: string | undefined;
  signature: string | undefined;
  /** The URLs that Twilio may have been given, any of which the signature may be of; none where the event tells none. */
  urls: readonly string[];
  /** Undefined where it is longer than anything that Twilio sends. */
  body: Buffer | undefined;
}

/** The longest body that is read: ten times what a callback has, and little to check for who has no signature. */
const largestBodyBytes = 16 * 1024;

/**
 * The request in a function URL's event (payload format 2.0). Twilio signs the URL that it was given, so the host is
 * the function URL's own, which the event's context tells and no header can change, or that of `publicBaseUrl`.
 */
export function fromFunctionUrl(event: unknown, publicBaseUrl: string | null): CallbackRequest {
  const { rawPath, rawQueryString, headers, requestContext, body, isBase64Encoded } = fieldsOf(event);
  const context = fieldsOf(requestContext);
  const { method } = fieldsOf(context.http);
  return {
    method: textOf(method) ?? "",
    contentType: onlyHeader(headers, "content-type"),
    signature: onlyHeader(headers, "x-twilio-signature"),
    urls: urlsOf(publicBaseUrl ?? ownBaseUrl(context.domainName), textOf(rawPath) ?? "/", textOf(rawQueryString) ?? ""),
    body: bodyOf(textOf(body) ?? "", isBase64Encoded === true),
  };
}

function ownBaseUrl(domainName: unknown): string | undefined {
  return typeof domainName === "string" && /^[A-Za-z0-9.-]+$/.test(domainName) ? `https://${domainName}` : undefined;
}

function urlsOf(base: string | undefined, path: string, query: string): string[] {
  if (base === undefined) return [];
  const search = query === "" ? "" : `?${query}`;
  // Whoever wrote the URL down may have left out the slash of the root, and Twilio signs it as it was written.
  return path === "/" ? [`${base}/${search}`, `${base}${search}`] : [`${base}${path}${search}`];
}

function bodyOf(text: string, isBase64: boolean): Buffer | undefined {
  if (text.length > largestBodyBytes * (isBase64 ? 1.5 : 1)) return undefined;
  const body = Buffer.from(text, isBase64 ? "base64" : "utf8");
  return body.length > largestBodyBytes ? undefined : body;
}
