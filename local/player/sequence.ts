import { errorName } from "../../functions/lambda/error-name.ts";

/** The player's three requests, in their order. A browser makes the first by itself and shows it to no page. */
export type PlaybackStepName = "preflight" | "url_provider" | "media";

export interface PlaybackStep {
  name: PlaybackStepName;
  status: number;
  milliseconds: number;
}

/** What a page may read of an answer. */
export interface Answer {
  status: number;
  contentType: string | null;
  /** Undefined where CORS hides the header from the page. */
  contentRange?: string | undefined;
  /** Seconds, where the header is there and the page may read it. */
  retryAfter?: number | undefined;
  body: Uint8Array;
}

/**
 * A GET as a page makes it, by CORS, without cookies and redirects; the browser itself or a stand-in for one.
 * Reports each exchange that had an answer, and throws Withheld where it hands no answer over.
 */
export type PageGet = (
  step: Exclude<PlaybackStepName, "preflight">,
  url: string,
  headers: Record<string, string>,
  report: (step: PlaybackStep) => void,
) => Promise<Answer>;

/**
 * What stopped the player: `address`, a URL that no browser fetches; `unreachable`, no answer; `cors`, an answer that
 * the browser keeps from the page; `withheld`, one of these two, as a browser doesn't tell the page which;
 * `status` and `content`, an answer that is not the one wanted.
 */
export type RefusalKind = "address" | "unreachable" | "cors" | "withheld" | "status" | "content";

/** A transport's reason to hand no answer over. The message holds no URL. */
export class Withheld extends Error {
  override readonly name = "Withheld";
  readonly step: PlaybackStepName;
  readonly kind: RefusalKind;

  constructor(step: PlaybackStepName, kind: RefusalKind, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.step = step;
    this.kind = kind;
  }
}

/** The browser, or the player in it, would have stopped here. The message holds neither token nor media URL. */
export class PlaybackRefused extends Error {
  override readonly name = "PlaybackRefused";
  readonly step: PlaybackStepName;
  readonly kind: RefusalKind;
  readonly reason: string;
  /** The steps that had an answer, the refused one included. */
  readonly steps: readonly PlaybackStep[];
  /** Seconds after which the answer asks to try again. */
  readonly retryAfter: number | undefined;

  constructor(
    { step, kind, message, cause }: Pick<Withheld, "step" | "kind" | "message" | "cause">,
    steps: readonly PlaybackStep[],
    retryAfter?: number,
  ) {
    super(`${step}: ${message}`, { cause });
    this.step = step;
    this.kind = kind;
    this.reason = message;
    this.steps = steps;
    this.retryAfter = retryAfter;
  }

  /** The refused answer's status, where there was an answer. */
  get status(): number | undefined {
    return this.steps.find(({ name }) => name === this.step)?.status;
  }
}

export interface Played {
  /** Good for whoever has it, for minutes: show and log it nowhere. */
  mediaUrl: string;
  bytes: Uint8Array;
  contentType: string | null;
  steps: PlaybackStep[];
}

/** What the player sends to the url_provider: `Basic base64("token:" + token)`. */
export function authorizationOf(token: string): string {
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`token:${token}`)))}`;
}

/**
 * Plays as the player of Flex Insights does: asks the url_provider with the listener's token, then fetches the media
 * that it names, from its first byte on. Throws PlaybackRefused where the player would not go on.
 */
export async function play(asked: { urlProvider: string; token: string }, get: PageGet): Promise<Played> {
  const steps: PlaybackStep[] = [];
  const provided = await ask(steps, () => {
    const headers = { authorization: authorizationOf(asked.token) };
    return get("url_provider", asked.urlProvider, headers, (step) => steps.push(step));
  });
  check("url_provider", "status", statusRefusal(provided, [200]), steps, provided.retryAfter);
  const mediaUrl = mediaUrlOf(provided.body);
  if (mediaUrl === undefined) {
    const message = 'does not answer JSON of the shape {"media_url": "…"}';
    throw new PlaybackRefused({ step: "url_provider", kind: "content", message, cause: undefined }, steps);
  }
  const { body, contentType } = await mediaFrom(0, mediaUrl, get, steps);
  return { mediaUrl, bytes: body, contentType, steps };
}

/**
 * The rest of the media from an offset on, as after a click into the middle of it. A range that is open at its end is
 * safelisted: it brings no preflight about.
 */
export async function mediaFrom(
  offset: number,
  mediaUrl: string,
  get: PageGet,
  steps: PlaybackStep[] = [],
): Promise<Answer> {
  const media = await ask(steps, () =>
    get("media", mediaUrl, { range: `bytes=${offset}-` }, (step) => steps.push(step)),
  );
  check("media", "status", statusRefusal(media, offset === 0 ? [200, 206] : [206]), steps);
  check("media", "content", rangeRefusal(media, offset), steps);
  return media;
}

async function ask(steps: PlaybackStep[], request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof Withheld) throw new PlaybackRefused(error, steps);
    throw error;
  }
}

function check(
  step: PlaybackStepName,
  kind: RefusalKind,
  message: string | undefined,
  steps: readonly PlaybackStep[],
  retryAfter?: number,
): void {
  if (message !== undefined) throw new PlaybackRefused({ step, kind, message, cause: undefined }, steps, retryAfter);
}

/** What to say where nothing came back: the error's code or name, as its message may hold a URL. */
export function noAnswer(error: unknown): string {
  return `has no answer (${errorName(error)})`;
}

/** Seconds in a Retry-After header; a date there counts as none. */
export function retryAfterOf(headers: Headers): number | undefined {
  const seconds = headers.get("retry-after");
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) : undefined;
}

function statusRefusal({ status }: Answer, wanted: readonly number[]): string | undefined {
  return wanted.includes(status) ? undefined : `answers ${status} instead of ${wanted.join(" or ")}`;
}

/** With 206 the range must be all of the rest, as was asked for. */
function rangeRefusal({ status, contentRange, body }: Answer, offset: number): string | undefined {
  if (status !== 206 || contentRange === undefined) return undefined;
  const end = offset + body.length;
  const rest = `bytes ${offset}-${end - 1}/${end}`;
  return contentRange === rest
    ? undefined
    : `sends Content-Range ${contentRange} with ${body.length} bytes instead of ${rest}`;
}

function mediaUrlOf(body: Uint8Array): string | undefined {
  try {
    const answer: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof answer !== "object" || answer === null || !("media_url" in answer)) return undefined;
    return typeof answer.media_url === "string" ? answer.media_url : undefined;
  } catch {
    return undefined;
  }
}
