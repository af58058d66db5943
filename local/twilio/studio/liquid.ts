import { Liquid } from "liquidjs";
import { studioDate, studioTimeZone } from "./pacific-time.ts";

/** Liquid's standard filters; liquidjs knows more, which Studio doesn't. */
const standardFilters = [
  ..."abs append at_least at_most capitalize ceil compact concat date default divided_by downcase escape".split(" "),
  ..."escape_once first floor join last lstrip map minus modulo newline_to_br plus prepend remove".split(" "),
  ..."remove_first replace replace_first reverse round rstrip size slice sort sort_natural split strip".split(" "),
  ..."strip_html strip_newlines times truncate truncatewords uniq upcase url_decode url_encode".split(" "),
];

const standardTags = [
  ..."assign capture case comment cycle decrement for if increment raw tablerow unless break continue".split(" "),
];

/** The tokens that Twilio lists for `date`; any other stays as it stands. */
const dateTokens = "aAbBcdeHIjlLmMpSUwWxXyYZ%";

/** Liquid as Studio has it. An unknown filter or tag is a mistake, as is what can't be parsed. */
function engineOf(now: () => Date): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    timezoneOffset: studioTimeZone,
    locale: "en-US",
  });
  for (const name of Object.keys(engine.filters)) if (!standardFilters.includes(name)) delete engine.filters[name];
  for (const name of Object.keys(engine.tags)) if (!standardTags.includes(name)) delete engine.tags[name];
  engine.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  const known = new Liquid({ timezoneOffset: studioTimeZone, locale: "en-US" });
  engine.registerFilter("date", (value: unknown, format: unknown) => {
    const date = studioDate(value, now());
    if (date === undefined || typeof format !== "string" || format === "") return value;
    const asked = format.replace(/%(.)/g, (token, letter) => (dateTokens.includes(letter) ? token : `%${token}`));
    return known.parseAndRenderSync("{{ date | date: format }}", { date, format: asked });
  });
  return engine;
}

export type Render = (text: string) => string;

/** @returns renders a text; it throws an Error that says what is wrong with the text */
export function rendererOf(context: Readonly<Record<string, unknown>>, now: () => Date): Render {
  const engine = engineOf(now);
  return (text) => String(engine.parseAndRenderSync(text, context));
}
