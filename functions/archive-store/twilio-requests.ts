import { errorName } from "../lambda/error-name.ts";
import { isObject, parsedJson } from "../lambda/json.ts";
import { isLoopback } from "../lambda/loopback.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { authenticated } from "../twilio-credentials/authenticated.ts";
import { basicAuthorization, type TwilioCredentials } from "../twilio-credentials/basic.ts";
import type { SecretSource } from "../twilio-credentials/secret.ts";

export interface TwilioRequestsOptions {
  credentials: SecretSource<TwilioCredentials>;
  fetch: typeof fetch;
  /** How long Twilio may take to begin an answer. */
  answerMilliseconds?: number;
}

/**
 * An answer of Twilio's whose status is one of those that the caller knows. Its body has to be read or cancelled.
 * @throws ServiceFailure for everything else
 */
export type TwilioRequest = (
  url: string,
  known: readonly number[],
  signal: AbortSignal,
  method?: "GET" | "DELETE",
) => Promise<Response>;

const mostRedirects = 3;

/** Requests with the account's credentials, which are read again once where Twilio does not take them any more. */
export function twilioRequests({
  credentials,
  fetch,
  answerMilliseconds = 30_000,
}: TwilioRequestsOptions): TwilioRequest {
  const get = answeringSoon(fetch, answerMilliseconds);
  return async (url, known, signal, method = "GET") => {
    const askWith = async (own: TwilioCredentials) => {
      const answer = await follow(get, url, method, own, signal);
      if (answer.status === 401) await answer.body?.cancel();
      return answer;
    };
    return judged(await authenticated(credentials, askWith, ({ status }) => status === 401, signal), known);
  };
}

type Get = (url: URL, signal: AbortSignal, init: RequestInit) => Promise<Response>;

/** A fetch that waits so long for the answer's beginning; the audio itself may take longer. */
function answeringSoon(fetch: typeof globalThis.fetch, milliseconds: number): Get {
  return async (url, signal, init) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), milliseconds);
    try {
      return await fetch(url, { ...init, signal: AbortSignal.any([signal, late.signal]) });
    } catch (error) {
      const detail = late.signal.aborted ? `no answer in ${milliseconds} ms` : errorName(error);
      throw new ServiceFailure("twilio_unavailable", detail, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Follows redirects, over https only, and with the credentials only to the host that they are for. */
async function follow(
  get: Get,
  first: string,
  method: string,
  credentials: TwilioCredentials,
  signal: AbortSignal,
): Promise<Response> {
  const home = new URL(first).origin;
  let url = new URL(first);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await get(url, signal, {
      method,
      headers: {
        // A compressed answer would have another length than its headers tell.
        "accept-encoding": "identity",
        ...(url.origin === home && { authorization: basicAuthorization(credentials) }),
      },
      redirect: "manual",
    });
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel();
    if (method !== "GET") throw new ServiceFailure("redirect_refused", `HTTP ${response.status} to a ${method}`);
    url = target(location, url);
  }
  throw new ServiceFailure("redirect_refused", `more than ${mostRedirects} redirects`);
}

function target(location: string, from: URL): URL {
  if (!URL.canParse(location, from)) throw new ServiceFailure("redirect_refused", "to no URL");
  const url = new URL(location, from);
  // From outside nothing leads to the machine itself, where Lambda's own API is.
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLocal(url) && isLocal(from));
  if (!isSafe) throw new ServiceFailure("redirect_refused", "to a host without https");
  if (url.username || url.password) throw new ServiceFailure("redirect_refused", "to a URL with credentials in it");
  return url;
}

function isLocal({ hostname }: URL): boolean {
  return isLoopback(hostname);
}

async function judged(response: Response, known: readonly number[]): Promise<Response> {
  const { status } = response;
  if (known.includes(status)) return response;
  await response.body?.cancel();
  const detail = `HTTP ${status}`;
  if (status === 429 || status >= 500) {
    throw new ServiceFailure("twilio_unavailable", detail, { retryAfter: retryAfter(response) });
  }
  throw new ServiceFailure("twilio_refused", detail);
}

/** Milliseconds; Twilio gives whole seconds. */
function retryAfter({ headers }: Response): number | undefined {
  const text = headers.get("retry-after") ?? "";
  return /^\d{1,5}$/.test(text) ? Number(text) * 1000 : undefined;
}

/** A page of a thousand recordings is about one. */
const largestAnswerBytes = 8 * 1024 * 1024;

/** An answer's body as a JSON object. */
export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > largestAnswerBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ServiceFailure("twilio_unavailable", errorName(error), { cause: error });
  }
  const malformed = (what: string) => new ServiceFailure("twilio_answer_malformed", what);
  if (size > largestAnswerBytes) throw malformed("the answer is too long");
  const body = parsedJson(Buffer.concat(chunks).toString("utf8"));
  if (body === undefined) throw malformed("the answer is not JSON");
  if (!isObject(body)) throw malformed("the answer is not a JSON object");
  return body;
}
