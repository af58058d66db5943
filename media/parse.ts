import type { MediaEntry, MediaType } from "./entry.ts";
import type { Finding } from "./finding.ts";
import { shapeFindings } from "./findings.ts";
import { isLiquid } from "./liquid.ts";
import { entriesIn } from "./rules/list.ts";
import type { WireEntry } from "./rules/rule.ts";
import { millisecondsOf } from "./time.ts";

/** The entries of a list, or what keeps it from being read as entries. */
export type ParsedMedia =
  | { readonly ok: true; readonly entries: MediaEntry[] }
  | { readonly ok: false; readonly findings: Finding[] };

/**
 * Reads a list of media as it stands under `conversations.media` or a reservation's `media`, in every form that Twilio's
 * documents have: `title` or `Title`; `start_time` as milliseconds, the same as text, ISO 8601 or RFC 2822. Properties
 * that are null count as left out. Paths begin at the list. Whether the entries make sense is for `mediaFindings`.
 */
export function parseMedia(media: unknown): ParsedMedia {
  const findings = shapeFindings(media);
  const [entries] = entriesIn(media);
  if (entries === undefined || findings.length > 0) return { ok: false, findings };
  return { ok: true, entries: entries.map(entryOf) };
}

/** An entry that the rules about its shape found nothing wrong with. */
function entryOf(entry: WireEntry): MediaEntry {
  const { type, title, url, url_provider, start_time, channels, sid } = entry;
  const values = {
    type: type as MediaType,
    title,
    url,
    urlProvider: url_provider,
    startTime: isLiquid(start_time) ? start_time : millisecondsOf(start_time),
    channels,
    sid,
  };
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(present) as unknown as MediaEntry;
}
