import { type AccountSid, isAccountSid, isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import { fieldsOf, parsedJson } from "../lambda/json.ts";

export type CallSid = `CA${string}`;
export type ConferenceSid = `CF${string}`;

/**
 * What the archive's queue holds of a completed recording. Nothing in it is secret, and no URL is in it: where the
 * audio is follows from the SIDs.
 */
export interface RecordingMessage {
  accountSid: AccountSid;
  recordingSid: RecordingSid;
  callSid?: CallSid;
  conferenceSid?: ConferenceSid;
  /** Twilio's name of what recorded, such as `DialVerb`. */
  source?: string;
  /** As Twilio told it, 1 or 2. */
  channels?: 1 | 2;
  /** Whole seconds, as Twilio rounds them. */
  durationSeconds?: number;
  /** ISO 8601, UTC. */
  startTime?: string;
  /** Which side was recorded: `inbound`, `outbound` or `both`. */
  track?: string;
}

/** What Twilio says of a recording, all as text. Callbacks and the API have the same fields by different names. */
export interface RecordingFacts {
  callSid?: string | null | undefined;
  conferenceSid?: string | null | undefined;
  source?: string | null | undefined;
  channels?: string | null | undefined;
  duration?: string | null | undefined;
  /** RFC 2822 or ISO 8601. */
  startTime?: string | null | undefined;
  track?: string | null | undefined;
}

/**
 * The message for a recording. A fact that does not look as documented is left out rather than refused: the
 * recording is worth more than what is told about it.
 */
export function recordingMessage(
  accountSid: AccountSid,
  recordingSid: RecordingSid,
  facts: RecordingFacts,
): RecordingMessage {
  const { callSid, conferenceSid, source, channels, duration, startTime, track } = facts;
  const started = Date.parse(startTime ?? "");
  return {
    accountSid,
    recordingSid,
    ...(isSid("CA", callSid) && { callSid }),
    ...(isSid("CF", conferenceSid) && { conferenceSid }),
    ...(isWord(source) && { source }),
    ...(channels === "1" && { channels: 1 }),
    ...(channels === "2" && { channels: 2 }),
    ...(/^\d{1,7}$/.test(duration ?? "") && { durationSeconds: Number(duration) }),
    ...(!Number.isNaN(started) && { startTime: new Date(started).toISOString() }),
    ...(isWord(track) && { track }),
  };
}

/** The message in a queue's text, or undefined where it is none. */
export function parseMessage(text: string): RecordingMessage | undefined {
  const { accountSid, recordingSid, channels, durationSeconds, ...facts } = fieldsOf(parsedJson(text));
  if (typeof accountSid !== "string" || !isAccountSid(accountSid)) return undefined;
  if (typeof recordingSid !== "string" || !isRecordingSid(recordingSid)) return undefined;
  const texts = Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value === "string"));
  return recordingMessage(accountSid, recordingSid, {
    ...texts,
    channels: String(channels),
    duration: String(durationSeconds),
  });
}

export function isSid<K extends string>(kind: K, text: unknown): text is `${K}${string}` {
  return typeof text === "string" && text.startsWith(kind) && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(text);
}

function isWord(text: unknown): text is string {
  return typeof text === "string" && /^[A-Za-z]{1,40}$/.test(text);
}
