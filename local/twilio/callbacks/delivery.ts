import { randomUUID } from "node:crypto";
import { type Connection, connectionOf, type RetryReason } from "./connection.ts";
import { bodyDigest, bodyDigestParameter, signatureOf } from "./signature.ts";

/** Something that Twilio tells a server of the account's owner. */
export interface Callback {
  /** What it tells, for the log: `recording-status`, `studio-http-request`, … */
  readonly kind: string;
  readonly url: string;
  readonly method: "GET" | "POST";
  /** Parameters of a form (or, with GET, of the query), or a body of JSON or of any other type. */
  readonly content:
    | { readonly form: Readonly<Record<string, string>> }
    | { readonly json: unknown }
    | { readonly text: string; readonly type: string };
}

/** One request of a delivery. */
export interface Attempt {
  /** The answer's status; null where none came. */
  readonly status: number | null;
  /** Why none came. */
  readonly error: "connection failed" | "no answer in time" | null;
  readonly milliseconds: number;
}

export interface Sent {
  readonly attempts: readonly Attempt[];
  /** Whether the last attempt was answered with 2xx. */
  readonly delivered: boolean;
  /** What was answered last. */
  readonly answer: { readonly contentType: string; readonly body: string } | undefined;
}

export interface Sender {
  readonly authToken: string;
  readonly fetch: typeof fetch;
  /** Ends what is under way. */
  readonly closing: AbortSignal;
}

/** Requests the URL as Twilio does, again where Twilio would; never throws. Redirects are not followed. */
export async function deliver(callback: Callback, sender: Sender): Promise<Sent> {
  const connection = connectionOf(callback.url);
  const request = requestOf(callback, connection.url, sender.authToken);
  const deadline = performance.now() + connection.totalTime;
  const attempts: Attempt[] = [];
  let answer: Sent["answer"];
  do {
    const left = deadline - performance.now();
    const one = await attempt(request, Math.min(connection.readTimeout, left), sender);
    attempts.push(one.attempt);
    answer = one.answer ?? answer;
  } while (isTriedAgain(attempts, connection) && performance.now() < deadline && !sender.closing.aborted);
  const status = attempts.at(-1)?.status ?? 0;
  return { attempts, delivered: status >= 200 && status < 300, answer };
}

interface SignedRequest {
  readonly url: string;
  readonly init: RequestInit;
}

/** Every attempt is the same request, told by its idempotency token. */
function requestOf(callback: Callback, given: string, authToken: string): SignedRequest {
  const { url: signed, body, type, form } = bodyOf(callback, given);
  const { url, authorization } = withoutCredentials(signed);
  const headers: Record<string, string> = {
    accept: "*/*",
    "user-agent": "TwilioProxy/1.1",
    "i-twilio-idempotency-token": randomUUID(),
    "x-twilio-signature": signatureOf(authToken, signed, form),
    ...(type === undefined ? {} : { "content-type": type }),
    ...(authorization === undefined ? {} : { authorization }),
  };
  return {
    url,
    init: { method: callback.method, headers, redirect: "manual", ...(body === undefined ? {} : { body }) },
  };
}

/** A name and password in the URL are signed with it, and sent as basic authentication. */
function withoutCredentials(signed: string): { url: string; authorization?: string } {
  const [, scheme = "", credentials, rest = ""] = /^(https?:\/\/)([^/?#@]*)@(.*)$/i.exec(signed) ?? [];
  if (credentials === undefined) return { url: signed };
  const decoded = Buffer.from(decodeURIComponent(credentials)).toString("base64");
  return { url: scheme + rest, authorization: `Basic ${decoded}` };
}

interface Body {
  readonly url: string;
  readonly body?: string;
  readonly type?: string;
  readonly form?: URLSearchParams;
}

function bodyOf({ method, content }: Callback, url: string): Body {
  if ("json" in content) return digested(url, JSON.stringify(content.json), "application/json; charset=utf-8");
  if ("text" in content) return method === "GET" ? { url } : digested(url, content.text, content.type);
  const form = new URLSearchParams(content.form);
  if (method === "GET") return { url: withQuery(url, form.toString()) };
  return { url, body: form.toString(), type: "application/x-www-form-urlencoded; charset=UTF-8", form };
}

function digested(url: string, body: string, type: string): Body {
  return { url: withQuery(url, `${bodyDigestParameter}=${bodyDigest(body)}`), body, type };
}

function withQuery(url: string, query: string): string {
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

async function attempt({ url, init }: SignedRequest, milliseconds: number, sender: Sender) {
  const started = performance.now();
  const timeout = AbortSignal.timeout(Math.max(1, Math.round(milliseconds)));
  const took = () => Math.round(performance.now() - started);
  try {
    const response = await sender.fetch(url, { ...init, signal: AbortSignal.any([timeout, sender.closing]) });
    const body = await response.text();
    const answer = { contentType: response.headers.get("content-type") ?? "", body };
    const { status } = response;
    return { attempt: { status, error: null, milliseconds: took() } satisfies Attempt, answer };
  } catch {
    // The reason may name the whole URL, so only its kind is told.
    const error = timeout.aborted ? "no answer in time" : "connection failed";
    return { attempt: { status: null, error, milliseconds: took() } satisfies Attempt };
  }
}

function isTriedAgain(attempts: readonly Attempt[], { retries, retryOn }: Connection): boolean {
  const last = attempts.at(-1);
  const reason = last && reasonOf(last);
  return reason !== undefined && attempts.length <= retries && retryOn.includes(reason);
}

function reasonOf({ status, error }: Attempt): RetryReason | undefined {
  if (error !== null) return error === "connection failed" ? "ct" : "rt";
  if (status !== null && status >= 500) return "5xx";
  return status !== null && status >= 400 ? "4xx" : undefined;
}
