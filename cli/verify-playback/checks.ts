import { type PageOptions, requestsOf } from "../../local/player/page-requests.ts";
import { mediaFrom, type PageGet, PlaybackRefused, type Played, play, Withheld } from "../../local/player/sequence.ts";
import { toldOf } from "../../local/player/told.ts";
import { decodeWav } from "../../local/player/wav.ts";
import { measureTokenHeader, reportedLimitBytes } from "./token-header.ts";

/** What playback is tried with. */
export interface Trial extends PageOptions {
  /** `https://host/?recording=RE…` */
  urlProvider: string;
  /** The Flex token of one who may listen. */
  token: string;
}

export interface Check {
  name: string;
  outcome: "passed" | "failed" | "warned";
  status?: number | undefined;
  milliseconds?: number | undefined;
  /** What came of it, and what to do where it failed. No token, no media URL. */
  detail: string;
}

/** A page that nobody has, so that none may allow it. */
const foreignOrigin = "https://elsewhere.example";

/**
 * Tries whether a recording plays as in Flex Insights for who may listen, and for nobody else. Yields each check as it is
 * done; without a recording that plays, those that need one are left out.
 */
export async function* verifyPlayback(trial: Trial): AsyncGenerator<Check> {
  yield tokenCheck(trial.token);
  const get = requestsOf(trial);
  const played = yield* playbackChecks(trial, get);
  if (played !== undefined) {
    yield await refusedAs("seek", () => seekCheck(played, get), trial.origin);
    yield wavCheck(played.bytes);
  }
  yield await refusedAs("no token", () => noTokenCheck(trial, get), trial.origin);
  const foreign = requestsOf({ ...trial, origin: foreignOrigin });
  yield await keptFrom("other page", () => play(trial, foreign));
  if (played !== undefined) {
    yield await keptFrom("other page, media", () => mediaFrom(0, played.mediaUrl, foreign));
  }
}

function tokenCheck(token: string): Check {
  const { tokenBytes, headerBytes, isTooLong } = measureTokenHeader(token);
  const size = `Authorization is ${headerBytes} bytes for a token of ${tokenBytes}`;
  if (!isTooLong) return { name: "token header", outcome: "passed", detail: size };
  const limit = `with a browser's other headers that passes the ${reportedLimitBytes} that function URLs are reported to take`;
  return { name: "token header", outcome: "warned", detail: `${size}; ${limit}: put a load balancer in front` };
}

async function* playbackChecks(trial: Trial, get: PageGet): AsyncGenerator<Check, Played | undefined> {
  try {
    const played = await play(trial, get);
    for (const step of played.steps) yield { ...step, outcome: "passed", detail: meaning(step.name, trial, played) };
    return played;
  } catch (error) {
    if (!(error instanceof PlaybackRefused)) throw error;
    for (const step of error.steps) {
      if (step.name !== error.step) yield { ...step, outcome: "passed", detail: "" };
    }
    yield failure(error.step, error, trial.origin);
    return undefined;
  }
}

function meaning(step: Played["steps"][number]["name"], trial: Trial, played: Played): string {
  if (step === "preflight") return `lets pages of ${trial.origin} send a token`;
  if (step === "url_provider") return "gives a media URL";
  return `${played.bytes.length} bytes, ${played.contentType ?? "of no stated type"}`;
}

async function seekCheck({ mediaUrl, bytes, steps }: Played, get: PageGet): Promise<Check> {
  const middle = Math.floor(bytes.length / 2);
  const before = steps.length;
  const { status, body } = await mediaFrom(middle, mediaUrl, get, steps);
  const milliseconds = steps[before]?.milliseconds;
  const isSame = Buffer.from(body).equals(bytes.subarray(middle));
  const detail = isSame
    ? `the second half, from byte ${middle} on`
    : "gives other bytes than the whole has there; look whether the object was replaced meanwhile";
  return { name: "seek", outcome: isSame ? "passed" : "failed", status, milliseconds, detail };
}

function wavCheck(wav: Uint8Array): Check {
  const name = "audio";
  try {
    const { sampleRate, channels } = decodeWav(wav);
    const seconds = ((channels[0]?.length ?? 0) / sampleRate).toFixed(1);
    const what = `${seconds} s at ${sampleRate} Hz in ${channels.length} channel${channels.length === 1 ? "" : "s"}`;
    if (channels.length === 2) return { name, outcome: "passed", detail: what };
    return { name, outcome: "failed", detail: `${what}; record in two, so that customer and agent are told apart` };
  } catch (error) {
    return { name, outcome: "failed", detail: error instanceof Error ? error.message : String(error) };
  }
}

async function noTokenCheck({ urlProvider }: Trial, get: PageGet): Promise<Check> {
  let milliseconds: number | undefined;
  const { status } = await get("url_provider", urlProvider, {}, (step) => {
    milliseconds = step.milliseconds;
  });
  const isRefused = status === 401;
  const detail = isRefused ? "refused" : "is answered instead of 401; take the URL off at once if it plays for nobody";
  return { name: "no token", outcome: isRefused ? "passed" : "failed", status, milliseconds, detail };
}

/** A check that itself is stopped has failed. */
async function refusedAs(name: string, check: () => Promise<Check>, origin: string): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    const refusal = error instanceof Withheld ? new PlaybackRefused(error, []) : error;
    if (refusal instanceof PlaybackRefused) return failure(name, refusal, origin);
    throw error;
  }
}

/** A page of another origin must get nothing, and that by CORS: any other reason would not hold for the next page. */
async function keptFrom(name: string, playing: () => Promise<unknown>): Promise<Check> {
  try {
    await playing();
    return {
      name,
      outcome: "failed",
      detail: `pages of ${foreignOrigin} get it; list exact origins in its CORS settings`,
    };
  } catch (error) {
    if (!(error instanceof PlaybackRefused)) throw error;
    const milliseconds = error.steps.at(-1)?.milliseconds;
    if (error.kind === "cors") {
      return { name, outcome: "passed", status: error.status, milliseconds, detail: "kept from it by CORS" };
    }
    return failure(name, error, foreignOrigin);
  }
}

function failure(name: string, refusal: PlaybackRefused, origin: string): Check {
  const { title, advice } = toldOf(refusal, origin);
  const step = refusal.steps.findLast((made) => made.name === refusal.step);
  return {
    name,
    outcome: "failed",
    status: step?.status,
    milliseconds: step?.milliseconds,
    detail: `${title}. ${advice}`,
  };
}
