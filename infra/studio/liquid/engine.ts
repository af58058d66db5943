import { Liquid } from "liquidjs";

/**
 * Liquid's standard filters (https://shopify.github.io/liquid/) without `where`, which is newer than the Liquid of Twilio's
 * page (https://www.twilio.com/docs/studio/user-guide/liquid-template-language), and the one that Studio adds to them.
 */
const filters = new Set([
  ..."abs append at_least at_most capitalize ceil compact concat date default divided_by downcase escape".split(" "),
  ..."escape_once first floor join last lstrip map minus modulo newline_to_br plus prepend remove".split(" "),
  ..."remove_first replace replace_first reverse round rstrip size slice sort sort_natural split strip".split(" "),
  ..."strip_html strip_newlines times truncate truncatewords uniq upcase url_decode url_encode".split(" "),
  "to_json",
]);

const tags = new Set(
  "assign capture case comment cycle decrement for if increment raw tablerow unless break continue".split(" "),
);

/** Enough for any widget, in characters and items; a loop over more than that is a mistake that can be told. */
const limits = { memoryLimit: 1_000_000 };

/**
 * Liquid as Studio has it: the standard filters and tags, and `to_json`
 * (https://www.twilio.com/docs/studio/widget-library/send-flex). What liquidjs knows beyond that is a mistake, as is
 * every filter that nobody knows.
 */
export function studioLiquid(): Liquid {
  const engine = new Liquid({ strictFilters: true, ownPropertyOnly: true, ...limits });
  engine.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  for (const name of Object.keys(engine.filters)) if (!filters.has(name)) delete engine.filters[name];
  for (const name of Object.keys(engine.tags)) if (!tags.has(name)) delete engine.tags[name];
  return engine;
}

export const liquid = studioLiquid();
