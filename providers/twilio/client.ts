import type { Settings } from "./config.ts";
import { TwilioRefusedError, TwilioUnansweredError } from "./http/errors.ts";
import { hostUrl, type Product } from "./http/hosts.ts";
import { defaultBackoff, retryAfterMs, withRetries } from "./http/retry.ts";

/** One request to a Twilio API. */
export interface TwilioRequest {
  product: Product;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the host on, such as `/v1/Configuration`. */
  path: string;
  query?: Record<string, string>;
  /** A body for the APIs that take JSON. */
  json?: object;
  /** Doing it twice is as doing it once, so it may be repeated after no or a failed answer. GET, PUT and DELETE always may. */
  idempotent?: boolean;
}

/** The JSON object of an answer; empty where the answer had no body. */
export type TwilioAnswer = Record<string, unknown>;

/**
 * Calls Twilio's APIs with the account's credentials.
 *
 * The official client stays out of the provider: it can't be cancelled, hides Retry-After, repeats
 * nothing but 429, and loads for longer than a whole preview takes.
 */
export class TwilioClient {
  readonly accountSid: string;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.accountSid = settings.accountSid;
    this.#settings = settings;
  }

  /**
   * Sends a request, again where that is safe, and gives the answer's JSON.
   * @throws {TwilioRefusedError} when Twilio said no.
   * @throws {TwilioUnansweredError} when it is open whether Twilio did it.
   */
  async request(request: TwilioRequest, signal: AbortSignal): Promise<TwilioAnswer> {
    const repeatable = request.idempotent ?? request.method !== "POST";
    const policy = { ...defaultBackoff, maxRetries: this.#settings.maxRetries };
    return await withRetries(
      () => this.#send(request, signal),
      (error) => retryable(error, repeatable),
      policy,
      signal,
    );
  }

  async #send(request: TwilioRequest, signal: AbortSignal): Promise<TwilioAnswer> {
    const name = `${request.method} ${request.path}`;
    const limit = AbortSignal.timeout(this.#settings.requestTimeoutSeconds * 1000);
    let response: Response;
    let body: string;
    try {
      response = await fetch(this.#url(request), {
        method: request.method,
        headers: this.#headers(request),
        body: request.json === undefined ? null : JSON.stringify(request.json),
        // Credentials must not follow to wherever an answer points.
        redirect: "error",
        signal: AbortSignal.any([signal, limit]),
      });
      body = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      throw new TwilioUnansweredError(name, reasonOf(error, limit, this.#settings), { cause: error });
    }
    if (response.ok) return parsed(name, body);
    throw failureOf(name, response, body);
  }

  #url({ product, path, query }: TwilioRequest): string {
    const base = this.#settings.endpoints?.[product] ?? hostUrl(product, this.#settings);
    const search = query === undefined ? "" : `?${new URLSearchParams(query)}`;
    return `${base.replace(/\/$/, "")}${path}${search}`;
  }

  #headers({ json }: TwilioRequest): Record<string, string> {
    const { accountSid, authToken, apiKey, apiSecret } = this.#settings;
    const credentials = apiKey === undefined ? [accountSid, authToken?.reveal()] : [apiKey, apiSecret?.reveal()];
    return {
      accept: "application/json",
      authorization: `Basic ${Buffer.from(credentials.join(":")).toString("base64")}`,
      ...(json === undefined ? {} : { "content-type": "application/json" }),
    };
  }
}

/** A failure in passing, with the wait that the server asked for. */
class Passing extends TwilioUnansweredError {
  readonly afterMs: number | undefined;
  /** Twilio did not even begin, so that anything may be repeated. */
  readonly untouched: boolean;

  constructor(request: string, reason: string, afterMs: number | undefined, untouched: boolean) {
    super(request, reason);
    this.afterMs = afterMs;
    this.untouched = untouched;
  }
}

function retryable(error: unknown, repeatable: boolean): { afterMs?: number | undefined } | undefined {
  if (error instanceof Passing) return error.untouched || repeatable ? { afterMs: error.afterMs } : undefined;
  return error instanceof TwilioUnansweredError && repeatable ? {} : undefined;
}

function failureOf(name: string, response: Response, body: string): Error {
  const { status, headers } = response;
  const said = problemOf(body);
  if (status === 429 || status >= 500) {
    const reason = `it answered HTTP ${status}${said.message === undefined ? "" : ` (${said.message})`}`;
    return new Passing(name, reason, retryAfterMs(headers.get("retry-after"), Date.now()), status === 429);
  }
  return new TwilioRefusedError(name, {
    status,
    code: said.code,
    message: said.message ?? response.statusText,
    requestId: headers.get("twilio-request-id") ?? undefined,
  });
}

/** Twilio's two forms of an error body: its own, and RFC 9457's. */
function problemOf(body: string): { code: number | undefined; message: string | undefined } {
  const value = jsonOf(body);
  if (typeof value !== "object" || value === null) return { code: undefined, message: undefined };
  const { code, message, detail, title } = value as Record<string, unknown>;
  const text = [message, detail, title].find((candidate) => typeof candidate === "string");
  return { code: typeof code === "number" ? code : undefined, message: text as string | undefined };
}

function parsed(name: string, body: string): TwilioAnswer {
  if (body === "") return {};
  const value = jsonOf(body);
  if (typeof value === "object" && value !== null) return value as TwilioAnswer;
  throw new TwilioUnansweredError(name, "its answer is no JSON");
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown, limit: AbortSignal, settings: Settings): string {
  if (limit.aborted) return `nothing came within ${settings.requestTimeoutSeconds} seconds`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (code === "ECONNREFUSED") return "the connection was refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its host name was not found";
  return typeof code === "string" ? `the connection failed (${code})` : "the connection failed";
}
