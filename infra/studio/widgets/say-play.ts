import { type Kind, type Next, type Widget, widget } from "./widget.ts";

export const sayPlayKind: Kind<"audioComplete"> = {
  type: "say-play",
  events: ["audioComplete"],
  required: [],
  sets: {},
};

/** What is heard: text, a recording, or tones. */
export type Heard<Text extends string> =
  | { readonly say: Text; readonly language?: string; readonly voice?: string; readonly loop?: number }
  | { readonly play: Text; readonly loop?: number };

export type SayPlayOptions<Target extends string, Text extends string> = (Heard<Text> | { readonly digits: string }) & {
  readonly next?: Next<"audioComplete", Target>;
};

/** Say/Play. https://www.twilio.com/docs/studio/widget-library/sayplay */
export function sayPlay<Target extends string = never, Text extends string = never>(
  options: SayPlayOptions<Target, Text>,
): Widget<Target, Text, never, never> {
  const { next, ...heard } = options;
  return widget(sayPlayKind, { ...heard }, next);
}
