import { isLiquid } from "../liquid.ts";
import { isObject } from "../wire.ts";
import type { Found, RuleText, WireEntry } from "./rule.ts";

/** What has to hold before any other rule can be tried. */
export const list: RuleText = {
  name: "list",
  severity: "error",
  holds: "Media is a list of objects.",
};

/** The entries of a list as the rules take them, or what keeps a value from being such a list. */
export function entriesIn(media: unknown): [entries: readonly WireEntry[], found: []] | [undefined, found: Found[]] {
  if (!Array.isArray(media)) return [undefined, [{ path: [], reason: "is no list; give a list of media entries" }]];
  const strangers = [...media.entries()].filter(([, entry]) => !isObject(entry) || isLiquid(entry));
  if (strangers.length === 0) return [media.map(withOneTitle), []];
  return [
    undefined,
    strangers.map(([index]) => ({ path: [index], reason: "is no object; give an entry with a type" })),
  ];
}

/** Older documents of Twilio's write `Title`. Where both stand there, the older one is a property too many. */
function withOneTitle(entry: WireEntry): WireEntry {
  if (!("Title" in entry) || "title" in entry) return entry;
  const { Title, ...others } = entry;
  return { ...others, title: Title };
}
