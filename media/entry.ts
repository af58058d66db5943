import type { Liquid, Renders } from "./liquid.ts";

/** Text, or Liquid that renders to any but a number. */
export type Text = string | Liquid<Exclude<Renders, "milliseconds" | "seconds" | "number">>;

/** An absolute https URL, or Liquid that renders to one. */
export type Url = string | Liquid<"url">;

/** Milliseconds since 1970, or Liquid that renders to them or to RFC 2822 or ISO 8601 text. */
export type Time = number | Liquid<"milliseconds" | "time">;

/** Who is on which channel of a dual-channel recording: the caller comes first, so others lead on outbound calls only. */
export type Channels = readonly ["customer", "others"] | readonly ["others", "customer"];

interface Link {
  readonly url: Url;
  /** What people read in Flex Insights. */
  readonly title?: Text;
}

/** A link that Historical Reporting hands on as it is: it opens in a tab of its own, or a plugin handles it. */
export interface RawLink extends Link {
  readonly type: "Raw";
}

/** A page that the Conversation Screen shows in an iframe. */
export interface EmbeddedLink extends Link {
  readonly type: "Embedded";
}

/** A page that the Conversation Screen shows as a link. */
export interface ReferencedLink extends Link {
  readonly type: "Referenced";
}

/** Where the player finds the audio: at `url` without authentication, or through `urlProvider` with a Flex token. */
type RecordingLocation =
  | { readonly url: Url; readonly urlProvider?: never }
  | { readonly urlProvider: Url; readonly url?: never };

/** A call's recording. Flex Insights plays and analyses the first one of a list only. */
export type VoiceRecording = {
  readonly type: "VoiceRecording";
  readonly title?: Text;
  /** When the recording began: Flex Insights places the segments of the conversation by it. */
  readonly startTime?: Time;
  /** Left out for a mono recording. */
  readonly channels?: Channels;
} & RecordingLocation;

/** The transcript of a chat. */
export interface ChatTranscript {
  readonly type: "ChatTranscript";
  readonly title?: Text;
  /** The SID of the Conversation (CH…). */
  readonly sid: string | Liquid<"sid:CH">;
}

/**
 * What is attached to a conversation in Flex Insights
 * (https://www.twilio.com/docs/flex/developer/insights/custom-media-attached-conversations).
 */
export type MediaEntry = RawLink | EmbeddedLink | ReferencedLink | VoiceRecording | ChatTranscript;

/** Twilio's names of the five types. */
export const mediaTypes = ["Raw", "Embedded", "Referenced", "VoiceRecording", "ChatTranscript"] as const;

export type MediaType = (typeof mediaTypes)[number];

// Omit would merge a union into one object; this leaves its members apart.
type Details<Entry extends MediaEntry> = Entry extends MediaEntry ? Omit<Entry, "type"> : never;

export function rawLink(details: Details<RawLink>): RawLink {
  return { type: "Raw", ...details };
}

export function embeddedLink(details: Details<EmbeddedLink>): EmbeddedLink {
  return { type: "Embedded", ...details };
}

export function referencedLink(details: Details<ReferencedLink>): ReferencedLink {
  return { type: "Referenced", ...details };
}

export function voiceRecording(details: Details<VoiceRecording>): VoiceRecording {
  return { type: "VoiceRecording", ...details };
}

export function chatTranscript(details: Details<ChatTranscript>): ChatTranscript {
  return { type: "ChatTranscript", ...details };
}
