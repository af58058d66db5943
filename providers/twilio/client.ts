import type { Settings } from "./config.ts";
import { Concurrency } from "./http/concurrency.ts";
import { TwilioRefusedError, TwilioUnansweredError } from "./http/errors.ts";
import { hostUrl, type Product } from "./http/hosts.ts";
import { encodeBody, encodeFields, type TwilioAnswer, type TwilioRequest } from "./http/request.ts";
import { defaultBackoff, retryAfterMs, withRetries } from "./http/retry.ts";

/** How many requests to one product go on at the same time. */
const concurrencyPerProduct = 8;

/**
 * Calls Twilio's APIs with the account's credentials.
 *
 * The official client stays out of the provider: it can't be cancelled, hides Retry-After, repeats
 * nothing but 429, and loads for longer than a whole preview takes.
 */
export class TwilioClient {
  readonly accountSid: string;
  /** Where data is processed; `us1` unless configured otherwise. */
  readonly region: NonNullable<Settings["region"]>;
  readonly #settings: Settings;
  readonly #concurrency = new Map<Product, Concurrency>();

  constructor(settings: Settings) {
    this.accountSid = settings.accountSid;
    this.region = settings.region ?? "us1";
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
    let unanswered = false;
    const attempt = async () => {
      try {
        return await this.#turn(request.product).run(() => this.#send(request, signal), signal);
      } catch (error) {
        if (unanswered && error instanceof TwilioRefusedError) throw error.afterUnanswered();
        unanswered ||= error instanceof TwilioUnansweredError && !(error instanceof Passing && error.untouched);
        throw error;
      }
    };
    return await withRetries(attempt, (error) => retryable(error, repeatable), policy, signal);
  }

  /**
   * The status that anybody gets who has no credentials: proves whether a thing is open to all. The answer
   * itself is not read, and no redirect is followed.
   * @param what How messages name the thing, since its path may be what must not be told.
   * @throws {TwilioUnansweredError} when Twilio did not say.
   */
  async statusWithoutCredentials(
    { product, path }: Pick<TwilioRequest, "product" | "path">,
    what: string,
    signal: AbortSignal,
  ): Promise<number> {
    const name = `GET ${what}`;
    const policy = { ...defaultBackoff, maxRetries: this.#settings.maxRetries };
    const ask = async () => {
      const response = await this.#exchange({ product, path, method: "GET" }, name, { headers: {} }, signal, (answer) =>
        answer.body?.cancel(),
      );
      if (isPassing(response.status)) throw failureOf(name, response, "");
      return response.status;
    };
    return await withRetries(
      () => this.#turn(product).run(ask, signal),
      (error) => retryable(error, true),
      policy,
      signal,
    );
  }

  /**
   * Lists what is behind a path, page after page.
   * @param key The name under which a page holds its items.
   */
  async *list(request: Pick<TwilioRequest, "product" | "path" | "query">, key: string, signal: AbortSignal) {
    let next: Pick<TwilioRequest, "path" | "query"> | undefined = request;
    while (next !== undefined) {
      const page: TwilioAnswer = await this.request({ ...next, product: request.product, method: "GET" }, signal);
      if (!Array.isArray(page[key])) {
        throw new TwilioUnansweredError(`GET ${request.path}`, `its answer has no list "${key}"`);
      }
      yield* page[key] as TwilioAnswer[];
      next = nextPage(page);
    }
  }

  #turn(product: Product): Concurrency {
    const known = this.#concurrency.get(product) ?? new Concurrency(concurrencyPerProduct);
    this.#concurrency.set(product, known);
    return known;
  }

  async #send(request: TwilioRequest, signal: AbortSignal): Promise<TwilioAnswer> {
    const name = `${request.method} ${request.path}`;
    const { body: sent, contentType } = encodeBody(request);
    let body = "";
    const response = await this.#exchange(
      request,
      name,
      { headers: this.#headers(contentType), body: sent },
      signal,
      async (answer) => {
        body = await answer.text();
      },
    );
    if (response.ok) return parsed(name, body);
    throw failureOf(name, response, body);
  }

  /** One request and its answer, of which `read` takes what is needed before the time is over. */
  async #exchange(
    request: TwilioRequest,
    name: string,
    sent: { headers: Record<string, string>; body?: string | null },
    signal: AbortSignal,
    read: (answer: Response) => Promise<void> | undefined,
  ): Promise<Response> {
    const limit = AbortSignal.timeout(this.#settings.requestTimeoutSeconds * 1000);
    try {
      const response = await fetch(this.#url(request), {
        ...sent,
        method: request.method,
        // Credentials must not follow to wherever an answer points.
        redirect: "manual",
        signal: AbortSignal.any([signal, limit]),
      });
      await read(response);
      return response;
    } catch (error) {
      signal.throwIfAborted();
      throw new TwilioUnansweredError(name, reasonOf(error, limit, this.#settings), { cause: error });
    }
  }

  #url({ product, path, query }: TwilioRequest): string {
    const base = this.#settings.endpoints?.[product] ?? hostUrl(product, this.#settings);
    const search = query === undefined ? "" : `?${encodeFields(query)}`;
    return `${base.replace(/\/$/, "")}${path}${search}`;
  }

  #headers(contentType: string | undefined): Record<string, string> {
    const { accountSid, authToken, apiKey, apiSecret } = this.#settings;
    const credentials = apiKey === undefined ? [accountSid, authToken?.reveal()] : [apiKey, apiSecret?.reveal()];
    return {
      accept: "application/json",
      authorization: `Basic ${Buffer.from(credentials.join(":")).toString("base64")}`,
      ...(contentType === undefined ? {} : { "content-type": contentType }),
    };
  }
}

/** The next page's path. Its host is not looked at: credentials go to the configured one only. */
function nextPage(page: TwilioAnswer): Pick<TwilioRequest, "path"> | undefined {
  const { next_page_url: inMeta } = (page.meta ?? {}) as Record<string, unknown>;
  const next = inMeta ?? page.next_page_uri;
  if (typeof next !== "string") return undefined;
  const url = URL.parse(next, "https://api.twilio.com");
  return url === null ? undefined : { path: `${url.pathname}${url.search}` };
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
  if (status >= 300 && status < 400) {
    return new TwilioUnansweredError(
      name,
      `it answered with a redirect (HTTP ${status}), and credentials are not sent elsewhere`,
    );
  }
  if (isPassing(status)) {
    const reason = `it answered HTTP ${status}${said.message === undefined ? "" : ` (${said.message})`}`;
    return new Passing(name, reason, retryAfterMs(headers.get("retry-after"), Date.now()), status === 429);
  }
  return new TwilioRefusedError(name, {
    status,
    code: said.code,
    message: said.message ?? response.statusText,
    requestId: headers.get("twilio-request-id") ?? undefined,
    details: said.details,
  });
}

/** Whether a status tells of a failure in passing. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Twilio's two forms of an error body: its own, and RFC 9457's. */
function problemOf(body: string): { code: number | undefined; message: string | undefined; details: unknown } {
  const value = jsonOf(body);
  if (typeof value !== "object" || value === null) return { code: undefined, message: undefined, details: undefined };
  const { code, message, detail, title, details } = value as Record<string, unknown>;
  const text = [message, detail, title].find((candidate) => typeof candidate === "string");
  return { code: typeof code === "number" ? code : undefined, message: text as string | undefined, details };
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
