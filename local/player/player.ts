import { type PageOptions, requestsOf } from "./page-requests.ts";
import { type Played, play } from "./sequence.ts";

export { PlaybackRefused, type PlaybackStep, type PlaybackStepName } from "./sequence.ts";

/** Where Flex is served from, and with it its player. */
export const FLEX_ORIGIN = "https://flex.twilio.com";

export interface PlaybackOptions extends Omit<PageOptions, "origin"> {
  /** A media entry's url_provider, with its recording: `https://host/?recording=RE…`. */
  urlProvider: string;
  /** The listener's Flex token. */
  token: string;
  /** The page that the player is on. Default: https://flex.twilio.com */
  origin?: string;
}

export type Playback = Omit<Played, "mediaUrl">;

/**
 * Plays a recording as the player of Flex Insights does in a browser: the preflight that the token's header
 * brings about, the url_provider, then the media by CORS and with a range. Checks after each what a browser
 * checks, and throws PlaybackRefused where one would not go on.
 */
export async function playRecording(options: PlaybackOptions): Promise<Playback> {
  const { urlProvider, token, origin = FLEX_ORIGIN, fetch, stepMilliseconds } = options;
  const get = requestsOf({ origin, fetch, stepMilliseconds });
  const { bytes, contentType, steps } = await play({ urlProvider, token }, get);
  return { bytes, contentType, steps };
}
