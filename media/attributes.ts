import { type ChatTranscript, chatTranscript, type MediaEntry, type Time, type VoiceRecording } from "./entry.ts";
import { type Finding, findingText } from "./finding.ts";
import { isLiquid, joined, type Liquid } from "./liquid.ts";
import { parseMedia } from "./parse.ts";
import { holder } from "./rules/attributes.ts";
import {
  type AccountSid,
  type ConversationSid,
  isConversationSid,
  type RecordingSid,
  type ReservationSid,
} from "./sid.ts";
import { type Attributes, type AttributeValue, emitMedia, isObject } from "./wire.ts";

/** What there is to attach. */
export interface AttachedMedia {
  /** For the whole Task: `conversations.media`. */
  readonly task?: readonly MediaEntry[];
  /** For one reservation each: `reservation_attributes.WR….media`. There it takes the place of the Task's. */
  readonly reservations?: Readonly<Record<ReservationSid, readonly MediaEntry[]>>;
}

export interface MergeOptions {
  /**
   * What becomes of media that the attributes have already: `keep` puts the new behind it, `replace` removes it from the
   * lists that are given. `keep` where it is left out.
   */
  readonly existing?: "keep" | "replace";
  /**
   * What Twilio shows by itself and any list would drop. Each is put in front of the lists that are given, unless they
   * have one of its type.
   */
  readonly originals?: { readonly recording?: VoiceRecording; readonly transcript?: ChatTranscript };
}

/** Attributes that have no place for media. */
export class MediaError extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(findingText).join("\n"));
    this.name = "MediaError";
    this.findings = findings;
  }
}

/**
 * The attributes with media attached; all else that they hold stays, known or not. An entry that is there already is not
 * listed twice, so attaching the same again changes nothing.
 * @throws MediaError where `conversations`, `reservation_attributes` or a list is something else: it would be lost.
 */
export function mergeMedia(attributes: Attributes, media: AttachedMedia, options: MergeOptions = {}): Attributes {
  const findings = [...holder.check(attributes, {})].map(
    (found): Finding => ({ ...found, rule: holder.name, severity: holder.severity }),
  );
  const merge = (value: AttributeValue | undefined, path: readonly string[], entries: readonly MediaEntry[]) => {
    const held = childrenOf(value);
    const list = held.media ?? [];
    if (!Array.isArray(list)) {
      const reason = "is no list; make it one, or remove it";
      findings.push({ severity: "error", path: [...path, "media"], rule: "list", reason });
      return held;
    }
    return { ...held, media: mergedList(list, emitMedia(entries), options) };
  };

  const { task, reservations } = media;
  const merged: Record<string, AttributeValue> = { ...attributes };
  if (task !== undefined) merged.conversations = merge(attributes.conversations, ["conversations"], task);
  if (reservations !== undefined) {
    const held = childrenOf(attributes.reservation_attributes);
    const changed = Object.entries(reservations).map(([sid, entries]): [string, AttributeValue] => {
      const own = Object.hasOwn(held, sid) ? held[sid] : undefined;
      return [sid, merge(own, ["reservation_attributes", sid], entries)];
    });
    merged.reservation_attributes = { ...held, ...Object.fromEntries(changed) };
  }
  if (findings.length > 0) throw new MediaError(findings);
  return merged;
}

function childrenOf(value: AttributeValue | undefined): Attributes {
  return isObject(value) && !isLiquid(value) ? (value as Attributes) : {};
}

function mergedList(
  existing: readonly AttributeValue[],
  added: readonly Attributes[],
  { existing: handling = "keep", originals = {} }: MergeOptions,
): readonly AttributeValue[] {
  const list = handling === "keep" ? [...existing] : [];
  const known = new Set(list.map(identityOf));
  for (const entry of added) {
    if (!known.has(identityOf(entry))) list.push(entry);
    known.add(identityOf(entry));
  }
  const { recording, transcript } = originals;
  const missing = [recording, transcript].filter(
    (original) => original !== undefined && !list.some((entry) => isObject(entry) && entry.type === original.type),
  );
  return [...emitMedia(missing.filter((original) => original !== undefined)), ...list];
}

/** The same for an entry in every form that Twilio's documents have. */
function identityOf(value: AttributeValue): string {
  const parsed = parseMedia([value]);
  return JSON.stringify(parsed.ok ? emitMedia(parsed.entries) : [value]);
}

/** A recording as Twilio keeps it and Flex Insights shows it by itself. */
export function originalRecording(recording: {
  readonly accountSid: AccountSid | Liquid<"sid:AC">;
  readonly recordingSid: RecordingSid | Liquid<"sid:RE">;
  readonly startTime?: Time;
  /** Left out, the recording has two channels. */
  readonly channels?: "mono" | "dual";
}): VoiceRecording {
  const { accountSid, recordingSid, startTime, channels = "dual" } = recording;
  const parts = ["https://api.twilio.com/2010-04-01/Accounts/", accountSid, "/Recordings/", recordingSid];
  const url = parts.some(isLiquid) ? joined("url", ...parts) : parts.join("");
  return {
    type: "VoiceRecording",
    url,
    ...(startTime === undefined ? {} : { startTime }),
    ...(channels === "dual" ? { channels: ["customer", "others"] as const } : {}),
  };
}

/**
 * The transcript that Flex Insights shows by itself for a chat's Task: Flex Conversations writes the Conversation's SID
 * into its attributes.
 */
export function originalTranscript({ conversationSid }: Attributes): ChatTranscript | undefined {
  const isSid = typeof conversationSid === "string" && isConversationSid(conversationSid);
  return isSid ? chatTranscript({ sid: conversationSid satisfies ConversationSid }) : undefined;
}
