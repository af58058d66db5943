import type { Heard } from "./say-play.ts";
import { callFields, type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "keypress" | "speech" | "timeout";

const fields = [...callFields, "Confidence", "Digits", "SpeechResult"] as const;

export const gatherInputOnCallKind: Kind<Event> = {
  type: "gather-input-on-call",
  events: ["keypress", "speech", "timeout"],
  required: [],
  sets: {
    keypress: [...callFields, "Digits"],
    speech: [...callFields, "Confidence", "SpeechResult"],
    timeout: callFields,
  },
};

export type GatherInputOnCallOptions<Target extends string, Text extends string> = Heard<Text> & {
  /** How long to wait for a key, 0 to 30 seconds; Studio's default is 5. */
  readonly timeoutSeconds?: number;
  readonly numberOfDigits?: number;
  readonly finishOnKey?: string;
  /** The language that callers speak. */
  readonly gatherLanguage?: string;
  /** Words to expect. */
  readonly hints?: readonly string[];
  readonly profanityFilter?: boolean;
  readonly speechModel?: "default" | "numbers_and_commands" | "phone_call";
  /** Silence that ends speech: seconds, or `auto`. */
  readonly speechTimeout?: number | "auto";
  readonly stopGather?: boolean;
  readonly next?: Next<Event, Target>;
};

/** Gather Input On Call. https://www.twilio.com/docs/studio/widget-library/gather-input-call */
export function gatherInputOnCall<Target extends string = never, Text extends string = never>(
  options: GatherInputOnCallOptions<Target, Text>,
): Widget<Target, Text, (typeof fields)[number], never> {
  const {
    timeoutSeconds,
    numberOfDigits,
    finishOnKey,
    gatherLanguage,
    hints,
    profanityFilter,
    speechModel,
    speechTimeout,
    stopGather,
    next,
    ...heard
  } = options;
  const properties = {
    ...heard,
    timeout: timeoutSeconds,
    number_of_digits: numberOfDigits,
    finish_on_key: finishOnKey,
    gather_language: gatherLanguage,
    hints: hints?.join(","),
    // Studio takes these two as text.
    profanity_filter: profanityFilter?.toString(),
    speech_timeout: speechTimeout?.toString(),
    speech_model: speechModel,
    stop_gather: stopGather,
  };
  return widget(gatherInputOnCallKind, properties, next);
}
