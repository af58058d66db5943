import type { MediaEntry } from "./entry.ts";
import type { Finding } from "./finding.ts";
import { type AttributesContext, attributeRules, mediaPaths } from "./rules/attributes.ts";
import { mediaRules, type Rule } from "./rules/index.ts";
import { entriesIn, list } from "./rules/list.ts";
import type { Found, MediaContext, MediaRule } from "./rules/rule.ts";
import { type Attributes, emitMedia, isObject } from "./wire.ts";

/** What breaks the rules in entries. Paths begin at the list and have Twilio's names, as in `[0].url_provider`. */
export function mediaFindings(media: readonly MediaEntry[], context: MediaContext = {}): Finding[] {
  return wireFindings(emitMedia(media), context);
}

/** What breaks the rules in a list as Task attributes hold it: anything may stand in it. */
export function wireFindings(media: unknown, context: MediaContext = {}): Finding[] {
  return findingsBy(mediaRules, media, context);
}

/** What keeps a list from being made into entries. */
export function shapeFindings(media: unknown): Finding[] {
  return findingsBy(
    mediaRules.filter(({ shape }) => shape),
    media,
    {},
  );
}

/** What breaks the rules in a Task's attributes: their length, and every list of media in them. */
export function attributeFindings(attributes: Attributes, context: AttributesContext = {}): Finding[] {
  const found = attributeRules.flatMap((rule) =>
    [...rule.check(attributes, context)].map((each) => findingOf(rule, each)),
  );
  const inLists = mediaPaths(attributes).flatMap((path) => {
    const list = path.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), attributes);
    return wireFindings(list, context).map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
  });
  return [...found, ...inLists];
}

function findingsBy(rules: readonly MediaRule[], media: unknown, context: MediaContext): Finding[] {
  const [entries, noList] = entriesIn(media);
  if (entries === undefined) return noList.map((found) => findingOf(list, found));
  return rules.flatMap((rule) => [...rule.check(entries, context)].map((found) => findingOf(rule, found)));
}

function findingOf({ name, severity }: Rule, { path, reason }: Found): Finding {
  return { severity, path, rule: name, reason };
}
