import { isLoopback } from "../../functions/url-provider/loopback.ts";
import { originRefusal, preflightRefusal } from "./cors.ts";
import { type Exchange, type HttpAnswer, type HttpRequest, nodeExchange } from "./exchange.ts";

/** The player's three requests, in their order. */
export type PlaybackStepName = "preflight" | "url_provider" | "media";

export interface PlaybackStep {
  name: PlaybackStepName;
  status: number;
  milliseconds: number;
}

export interface PlaybackOptions {
  /** A media entry's url_provider, with its recording: `https://host/?recording=RE…`. */
  urlProvider: string;
  /** The listener's Flex token. */
  token: string;
  /** The page that the player is on. Default: https://flex.twilio.com */
  origin?: string;
  /** How the requests travel. Default: nodeExchange(). */
  exchange?: Exchange;
  /** Time for one request. Default: 30,000. */
  stepMilliseconds?: number;
}

export interface Playback {
  bytes: Uint8Array;
  contentType: string | undefined;
  steps: PlaybackStep[];
}

/** The browser, or the player in it, would have stopped here. The message holds neither token nor media URL. */
export class PlaybackRefused extends Error {
  override readonly name = "PlaybackRefused";
  readonly step: PlaybackStepName;
  readonly reason: string;
  /** The answer's status, where there was an answer. */
  readonly status: number | undefined;
  /** The steps that had an answer, the refused one included. */
  readonly steps: readonly PlaybackStep[];

  constructor(step: PlaybackStepName, reason: string, steps: readonly PlaybackStep[], options?: ErrorOptions) {
    super(`${step}: ${reason}`, options);
    this.step = step;
    this.reason = reason;
    this.status = steps.find(({ name }) => name === step)?.status;
    this.steps = steps;
  }
}

/**
 * Plays a recording as the player of Flex Insights does in a browser: the preflight that the token's header
 * brings about, the url_provider, then the media by CORS and with a range. Checks after each what a browser
 * checks, and throws PlaybackRefused where one would not go on.
 */
export async function playRecording(options: PlaybackOptions): Promise<Playback> {
  const { token, origin = "https://flex.twilio.com", exchange = nodeExchange(), stepMilliseconds = 30_000 } = options;
  const steps: PlaybackStep[] = [];
  const refuse = (step: PlaybackStepName, reason: string, cause?: unknown) =>
    new PlaybackRefused(step, reason, steps, { cause });

  async function ask(name: PlaybackStepName, request: Omit<HttpRequest, "signal">): Promise<HttpAnswer> {
    const startedAt = performance.now();
    try {
      const answer = await exchange({ ...request, signal: AbortSignal.timeout(stepMilliseconds) });
      steps.push({ name, status: answer.status, milliseconds: Math.round(performance.now() - startedAt) });
      return answer;
    } catch (cause) {
      throw refuse(name, `has no answer (${errorCode(cause)})`, cause);
    }
  }

  const urlProvider = fetchable(options.urlProvider, origin);
  if (typeof urlProvider === "string") throw refuse("preflight", `the url_provider ${urlProvider}`);
  const preflight = await ask("preflight", {
    method: "OPTIONS",
    url: urlProvider,
    headers: {
      origin,
      "access-control-request-method": "GET",
      "access-control-request-headers": "authorization",
      "sec-fetch-mode": "cors",
    },
  });
  const preflightProblem = preflightRefusal(preflight, origin, ["authorization"]);
  if (preflightProblem !== undefined) throw refuse("preflight", preflightProblem);

  const provided = await ask("url_provider", {
    method: "GET",
    url: urlProvider,
    headers: {
      origin,
      accept: "application/json",
      authorization: `Basic ${Buffer.from(`token:${token}`).toString("base64")}`,
      "sec-fetch-mode": "cors",
    },
  });
  const providedProblem = originRefusal(provided, origin) ?? statusRefusal(provided, [200]);
  if (providedProblem !== undefined) throw refuse("url_provider", providedProblem);
  const mediaUrl = mediaUrlOf(provided);
  if (mediaUrl === undefined) throw refuse("url_provider", 'does not answer JSON of the shape {"media_url": "…"}');

  const mediaTarget = fetchable(mediaUrl, origin);
  if (typeof mediaTarget === "string") throw refuse("media", `media_url ${mediaTarget}`);
  const media = await ask("media", {
    method: "GET",
    url: mediaTarget,
    // A range from an offset on is safelisted: it brings no preflight about.
    headers: { origin, range: "bytes=0-", "sec-fetch-mode": "cors" },
  });
  const mediaProblem = originRefusal(media, origin) ?? statusRefusal(media, [200, 206]) ?? rangeRefusal(media);
  if (mediaProblem !== undefined) throw refuse("media", mediaProblem);
  return { bytes: media.body, contentType: media.headers["content-type"], steps };
}

/** A URL that a page of this origin may fetch, or why it may not. */
function fetchable(text: string, origin: string): URL | string {
  if (!URL.canParse(text)) return "is no absolute URL";
  const url = new URL(text);
  if (url.username || url.password) return "carries credentials, which a browser does not fetch";
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && (isLoopback(url.hostname) || !origin.startsWith("https:"))) return url;
  return "is not https, which a browser blocks as mixed content";
}

function statusRefusal({ status }: HttpAnswer, wanted: readonly number[]): string | undefined {
  return wanted.includes(status) ? undefined : `answers ${status} instead of ${wanted.join(" or ")}`;
}

/** With 206 the range must be the whole, from the first byte on, as was asked for. */
function rangeRefusal({ status, headers, body }: HttpAnswer): string | undefined {
  if (status !== 206) return undefined;
  const whole = `bytes 0-${body.length - 1}/${body.length}`;
  const range = headers["content-range"];
  return range === whole
    ? undefined
    : `sends Content-Range ${range ?? "(none)"} with ${body.length} bytes instead of ${whole}`;
}

function mediaUrlOf({ body }: HttpAnswer): string | undefined {
  try {
    const answer: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (typeof answer !== "object" || answer === null || !("media_url" in answer)) return undefined;
    return typeof answer.media_url === "string" ? answer.media_url : undefined;
  } catch {
    return undefined;
  }
}

/** Its code or name: an error's message may hold the URL. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
