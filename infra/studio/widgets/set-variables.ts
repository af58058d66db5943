import { type Kind, type Next, type Widget, widget } from "./widget.ts";

export const setVariablesKind: Kind<"next"> = {
  type: "set-variables",
  events: ["next"],
  required: ["variables"],
  // What it sets are its own keys.
  sets: {},
};

/** Set Variables: what they are called, and their text. https://www.twilio.com/docs/studio/widget-library/set-variables */
export function setVariables<Key extends string, Target extends string = never, Text extends string = never>(options: {
  readonly variables: { readonly [K in Key]: Text };
  readonly next?: Next<"next", Target>;
}): Widget<Target, Text, Key, Key> {
  const variables = Object.entries<string>(options.variables).map(([key, value]) => ({ key, value, type: "string" }));
  return widget(setVariablesKind, { variables }, options.next);
}
