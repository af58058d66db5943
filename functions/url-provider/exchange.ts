import { errorName } from "../lambda/error-name.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";

/** One HTTP request to a service, to be sent again as it is where that may help. */
export interface Exchange {
  url: string;
  method: "GET" | "HEAD" | "POST";
  headers: Record<string, string>;
  body?: string;
}

/** The part of fetch that is used here; the global one has this shape, too. */
export type Fetch = (
  url: string,
  request: Omit<Exchange, "url"> & { redirect: "error"; signal: AbortSignal },
) => Promise<{ status: number; headers: AnswerHeaders; body: AsyncIterable<Uint8Array> | null }>;

/** Names are in lower case. */
export type AnswerHeaders = Iterable<[string, string]> & { has(name: string): boolean };

export interface ExchangeAnswer {
  status: number;
  headers: AnswerHeaders;
  text: string;
}

export interface ExchangeOptions {
  fetch: Fetch;
  signal: AbortSignal;
  /** Time for one attempt, its answer's body included. */
  attemptMilliseconds: number;
  /** The failure for a service that did not answer, or not within bounds. */
  failure(detail: string, options?: ErrorOptions): ServiceFailure;
}

const attempts = 2;
const largestAnswerBytes = 64 * 1024;

/**
 * Sends a request, with one retry where asking again may help: no answer, a server's error, too many requests.
 * Follows no redirect: one would carry what is secret to a host that nobody named.
 */
export async function exchange(request: Exchange, options: ExchangeOptions): Promise<ExchangeAnswer> {
  let last: { detail: string; cause?: unknown } = { detail: "no time left to ask" };
  for (let attempt = 1; attempt <= attempts && !options.signal.aborted; attempt += 1) {
    try {
      const answer = await send(request, options);
      if (answer.status < 500 && answer.status !== 429) return answer;
      last = { detail: `HTTP ${answer.status}` };
    } catch (cause) {
      if (cause instanceof ServiceFailure) throw cause;
      last = { detail: errorName(cause), cause };
    }
  }
  throw options.failure(last.detail, { cause: last.cause });
}

async function send(
  { url, method, headers, body }: Exchange,
  { fetch, signal, attemptMilliseconds, failure }: ExchangeOptions,
): Promise<ExchangeAnswer> {
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body }),
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(attemptMilliseconds)]),
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largestAnswerBytes) throw failure("the answer is too long");
    chunks.push(chunk);
  }
  return { status: response.status, headers: response.headers, text: Buffer.concat(chunks).toString("utf8") };
}
