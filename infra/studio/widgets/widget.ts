import type { Condition, Json, JsonObject, Transition } from "../definition.ts";

/** The fields of `widgets.NAME` that are there after an event; `anything` where only the far side knows. */
export type Fields = readonly string[] | "anything";

/** What is known of a type of widgets, whoever wrote the flow. */
export interface Kind<Event extends string = string> {
  readonly type: string;
  /** Every event that can lead on, as Studio spells it. */
  readonly events: readonly Event[];
  /** Properties without which Studio can't run it, as Studio spells them. */
  readonly required: readonly string[];
  /** What it leaves behind by event; an event that isn't there leaves nothing. */
  readonly sets: Readonly<Partial<Record<Event, Fields>>>;
}

/** A widget before it has a name and a place. */
export interface AnyWidget {
  readonly type: string;
  readonly properties: Readonly<JsonObject>;
  readonly transitions: readonly Transition[];
}

/**
 * A widget with what the compiler can check of it: the names that it leads to, its texts (in which Liquid may stand),
 * the fields that it sets, and the variables of the flow.
 */
export interface Widget<Target extends string, Text extends string, Field extends string, Variable extends string>
  extends AnyWidget {
  /** Never there: it carries the types alone. */
  readonly known?: { readonly target: Target; readonly text: Text; readonly field: Field; readonly variable: Variable };
}

/** Where each event leads; an event that is left out ends the flow. */
export type Next<Event extends string, Target extends string> = { readonly [E in Event]?: Target };

/** A way out of a Split Based On…. */
export interface Match {
  readonly next?: string | undefined;
  readonly conditions: Condition[];
}

/** Puts a widget together; what is undefined is left out. */
export function widget<Event extends string>(
  kind: Kind<Event>,
  properties: Readonly<Record<string, Json | undefined>>,
  next: Next<Event, string> = {},
  matches: readonly Match[] = [],
): Widget<never, never, never, never> {
  const set = Object.entries(properties).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const ways = kind.events.flatMap((event): Transition[] =>
    event === "match"
      ? matches.map(({ next, conditions }) => ({ event, ...leadingTo(next), conditions }))
      : [{ event, ...leadingTo(next[event]) }],
  );
  return { type: kind.type, properties: Object.fromEntries(set), transitions: ways };
}

function leadingTo(next: string | undefined): { next?: string } {
  return next === undefined ? {} : { next };
}

/** A list of keys and values, as several widgets take it. */
export interface Parameter<Text extends string> {
  readonly key: string;
  readonly value: Text;
}

export function parametersOf(parameters: readonly Parameter<string>[] | undefined): Json | undefined {
  return parameters?.map(({ key, value }) => ({ key, value }));
}

/** What every request that Studio makes of a call passes on. */
export const callFields = [
  "AccountSid",
  "ApiVersion",
  "CallSid",
  "CallStatus",
  "Called",
  "Caller",
  "Direction",
  "From",
  "To",
] as const;
