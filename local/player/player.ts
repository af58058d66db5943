import { errorName } from "../../functions/url-provider/error-name.ts";
import { isLoopback } from "../../functions/url-provider/loopback.ts";
import { untilAborted } from "../../functions/url-provider/until-aborted.ts";
import { originRefusal, preflightRefusal } from "./cors.ts";

/** The player's three requests, in their order. */
export type PlaybackStepName = "preflight" | "url_provider" | "media";

export interface PlaybackStep {
  name: PlaybackStepName;
  status: number;
  milliseconds: number;
}

export interface PlayerRequest {
  method: "GET" | "OPTIONS";
  headers: Record<string, string>;
  redirect: "manual";
  signal: AbortSignal;
}

export interface PlaybackOptions {
  /** A media entry's url_provider, with its recording: `https://host/?recording=RE…`. */
  urlProvider: string;
  /** The listener's Flex token. */
  token: string;
  /** The page that the player is on. Default: https://flex.twilio.com */
  origin?: string;
  /** How the requests travel, which says too where hosts are and whom to trust. Default: Node's own fetch. */
  fetch?: (url: URL, request: PlayerRequest) => Promise<Response>;
  /** Time for one request, its answer's body included. Default: 30,000. */
  stepMilliseconds?: number;
}

export interface Playback {
  bytes: Uint8Array;
  contentType: string | null;
  steps: PlaybackStep[];
}

/** The browser, or the player in it, would have stopped here. The message holds neither token nor media URL. */
export class PlaybackRefused extends Error {
  override readonly name = "PlaybackRefused";
  readonly step: PlaybackStepName;
  readonly reason: string;
  /** The steps that had an answer, the refused one included. */
  readonly steps: readonly PlaybackStep[];

  constructor(step: PlaybackStepName, reason: string, steps: readonly PlaybackStep[], options?: ErrorOptions) {
    super(`${step}: ${reason}`, options);
    this.step = step;
    this.reason = reason;
    this.steps = steps;
  }

  /** The refused answer's status, where there was an answer. */
  get status(): number | undefined {
    return this.steps.find(({ name }) => name === this.step)?.status;
  }
}

/**
 * Plays a recording as the player of Flex Insights does in a browser: the preflight that the token's header
 * brings about, the url_provider, then the media by CORS and with a range. Checks after each what a browser
 * checks, and throws PlaybackRefused where one would not go on.
 */
export async function playRecording(options: PlaybackOptions): Promise<Playback> {
  const { token, origin = "https://flex.twilio.com" } = options;
  const steps: PlaybackStep[] = [];
  const refuse = (step: PlaybackStepName, reason: string, cause?: unknown) =>
    new PlaybackRefused(step, reason, steps, { cause });

  async function ask(name: PlaybackStepName, target: string, request: Pick<PlayerRequest, "method" | "headers">) {
    const url = fetchable(target, origin);
    if (typeof url === "string") throw refuse(name, url);
    const startedAt = performance.now();
    try {
      const { answer, body } = await exchange(options, url, request);
      steps.push({ name, status: answer.status, milliseconds: Math.round(performance.now() - startedAt) });
      return { answer, body };
    } catch (cause) {
      throw refuse(name, `has no answer (${errorName(cause)})`, cause);
    }
  }
  function check(step: PlaybackStepName, refusal: string | undefined): void {
    if (refusal !== undefined) throw refuse(step, refusal);
  }

  const preflight = await ask("preflight", options.urlProvider, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
  });
  check("preflight", preflightRefusal(preflight.answer, origin, ["authorization"]));

  const authorization = `Basic ${Buffer.from(`token:${token}`).toString("base64")}`;
  const provided = await ask("url_provider", options.urlProvider, {
    method: "GET",
    headers: { origin, authorization },
  });
  check("url_provider", originRefusal(provided.answer, origin) ?? statusRefusal(provided.answer, [200]));
  const mediaUrl = mediaUrlOf(provided.body);
  if (mediaUrl === undefined) throw refuse("url_provider", 'does not answer JSON of the shape {"media_url": "…"}');

  // A range from an offset on is safelisted: it brings no preflight about.
  const media = await ask("media", mediaUrl, { method: "GET", headers: { origin, range: "bytes=0-" } });
  check("media", originRefusal(media.answer, origin) ?? statusRefusal(media.answer, [200, 206]));
  check("media", rangeRefusal(media.answer, media.body));
  return { bytes: media.body, contentType: media.answer.headers.get("content-type"), steps };
}

/** One exchange with its body, given up after its time whether or not the transport heeds the signal. */
async function exchange(
  { fetch: travel = fetch, stepMilliseconds = 30_000 }: PlaybackOptions,
  url: URL,
  request: Pick<PlayerRequest, "method" | "headers">,
) {
  const signal = AbortSignal.timeout(stepMilliseconds);
  const exchanged = travel(url, { ...request, redirect: "manual", signal }).then(async (answer) => ({
    answer,
    body: new Uint8Array(await answer.arrayBuffer()),
  }));
  return untilAborted(signal, exchanged);
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

function statusRefusal({ status }: Response, wanted: readonly number[]): string | undefined {
  return wanted.includes(status) ? undefined : `answers ${status} instead of ${wanted.join(" or ")}`;
}

/** With 206 the range must be the whole, from the first byte on, as was asked for. */
function rangeRefusal({ status, headers }: Response, { length }: Uint8Array): string | undefined {
  if (status !== 206) return undefined;
  const whole = `bytes 0-${length - 1}/${length}`;
  const range = headers.get("content-range");
  return range === whole
    ? undefined
    : `sends Content-Range ${range ?? "(none)"} with ${length} bytes instead of ${whole}`;
}

function mediaUrlOf(body: Uint8Array): string | undefined {
  try {
    const answer: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (typeof answer !== "object" || answer === null || !("media_url" in answer)) return undefined;
    return typeof answer.media_url === "string" ? answer.media_url : undefined;
  } catch {
    return undefined;
  }
}
