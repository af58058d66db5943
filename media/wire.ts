import type { MediaEntry } from "./entry.ts";
import type { Liquid } from "./liquid.ts";

/** What Task attributes hold: JSON, in which Liquid may stand until it is rendered. */
export type AttributeValue = null | boolean | number | string | Liquid | readonly AttributeValue[] | Attributes;

/** The attributes of a Task, by name. */
export interface Attributes {
  readonly [name: string]: AttributeValue;
}

/** A media entry's properties by Twilio's names, in the order in which they are written. */
const written = [
  ["type", "type"],
  ["title", "title"],
  ["url", "url"],
  ["urlProvider", "url_provider"],
  ["startTime", "start_time"],
  ["channels", "channels"],
  ["sid", "sid"],
] as const;

/** Twilio's name of each property of an entry. */
export const wireNames: Readonly<Record<string, string>> = Object.fromEntries(written);

/** An entry as Task attributes hold it: Twilio's names, times in milliseconds, the same order always. */
export function emitEntry(entry: MediaEntry): Attributes {
  const values = entry as unknown as Attributes;
  const present = written.filter(([name]) => values[name] !== undefined);
  return Object.fromEntries(present.map(([name, wireName]) => [wireName, values[name] ?? null]));
}

/** Entries as Task attributes hold them, for `conversations.media` or a reservation's `media`. */
export function emitMedia(entries: readonly MediaEntry[]): Attributes[] {
  return entries.map(emitEntry);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
