import { Liquid } from "liquidjs";

/** What liquidjs knows beyond Liquid itself, which Studio's engine does not: other files, other dialects. */
const foreignTags = ["render", "include", "layout", "block", "inline_comment", "#", "liquid", "echo"];

/** Enough for any widget, in characters and items; a loop over more than that is a mistake that can be told. */
const limits = { memoryLimit: 1_000_000 };

/**
 * Liquid as Studio has it: Liquid's standard filters, and `to_json`
 * (https://www.twilio.com/docs/studio/widget-library/send-flex). A filter that isn't known is a mistake.
 */
export function studioLiquid(): Liquid {
  const engine = new Liquid({ strictFilters: true, ownPropertyOnly: true, ...limits });
  engine.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  for (const tag of foreignTags) delete engine.tags[tag];
  return engine;
}

export const liquid = studioLiquid();
