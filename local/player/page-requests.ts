import { isLoopback } from "../../functions/lambda/loopback.ts";
import { untilAborted } from "../../functions/lambda/until-aborted.ts";
import { isReadable, originRefusal, preflightRefusal } from "./cors.ts";
import { type Answer, noAnswer, type PageGet, type PlaybackStepName, retryAfterOf, Withheld } from "./sequence.ts";

export interface PageRequest {
  method: "GET" | "OPTIONS";
  headers: Record<string, string>;
  redirect: "manual";
  signal: AbortSignal;
}

/** How requests travel, which says too where hosts are and whom to trust. */
export type Travel = (url: URL, request: PageRequest) => Promise<Response>;

export interface PageOptions {
  /** The page that makes the requests, as `https://flex.twilio.com`. */
  origin: string;
  /** Default: Node's own fetch. */
  fetch?: Travel | undefined;
  /** Time for one request, its answer's body included. Default: 30,000. */
  stepMilliseconds?: number | undefined;
}

/**
 * Requests as a browser makes them for a page of this origin: with a preflight where a header needs one, and with
 * every answer kept back that CORS doesn't give to the page.
 */
export function requestsOf({ origin, fetch: travel = fetch, stepMilliseconds = 30_000 }: PageOptions): PageGet {
  return async (step, target, headers, report) => {
    const names = Object.entries(headers)
      .filter(needsPreflight)
      .map(([name]) => name);
    const url = fetchable(target, origin);
    // The first request that would have been made is the one that isn't.
    if (typeof url === "string") throw new Withheld(names.length > 0 ? "preflight" : step, "address", url);

    async function exchange(name: PlaybackStepName, request: Pick<PageRequest, "method" | "headers">) {
      const startedAt = performance.now();
      const signal = AbortSignal.timeout(stepMilliseconds);
      try {
        const exchanged = travel(url as URL, { ...request, redirect: "manual", signal }).then(async (answer) => ({
          answer,
          body: new Uint8Array(await answer.arrayBuffer()),
        }));
        // Given up after its time whether or not the transport heeds the signal.
        const got = await untilAborted(signal, exchanged);
        report({ name, status: got.answer.status, milliseconds: Math.round(performance.now() - startedAt) });
        return got;
      } catch (cause) {
        throw new Withheld(name, "unreachable", noAnswer(cause), { cause });
      }
    }

    if (names.length > 0) {
      const asked = { "access-control-request-method": "GET", "access-control-request-headers": names.join(",") };
      const { answer } = await exchange("preflight", { method: "OPTIONS", headers: { origin, ...asked } });
      keepBack("preflight", preflightRefusal(answer, origin, names));
    }
    const { answer, body } = await exchange(step, { method: "GET", headers: { origin, ...headers } });
    keepBack(step, originRefusal(answer, origin));
    return readAnswer(answer, body);
  };
}

function keepBack(step: PlaybackStepName, refusal: string | undefined): void {
  if (refusal !== undefined) throw new Withheld(step, "cors", refusal);
}

/** Content-Range is told even where a page may not read it: the browser's own media element looks at it. */
function readAnswer({ status, headers }: Response, body: Uint8Array): Answer {
  const contentRange = headers.get("content-range") ?? "(none)";
  const retryAfter = isReadable("retry-after", headers) ? retryAfterOf(headers) : undefined;
  return { status, body, contentRange, contentType: headers.get("content-type"), retryAfter };
}

/** Of the headers that the player sends only a simple range is safelisted. */
function needsPreflight([name, value]: [string, string]): boolean {
  return name !== "range" || !/^bytes=\d+-\d*$/.test(value);
}

/** A URL that a page of this origin may fetch, or why it may not. */
function fetchable(text: string, origin: string): URL | string {
  if (!URL.canParse(text)) return "the URL is not an absolute one";
  const url = new URL(text);
  if (url.username || url.password) return "the URL carries credentials, and a browser does not fetch such";
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && (isLoopback(url.hostname) || !origin.startsWith("https:"))) return url;
  return "the URL is not https, and a browser blocks it as mixed content";
}
