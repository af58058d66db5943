import type { CheckedWidgets, Widgets } from "../liquid/typed.ts";
import type { AnyWidget, Next, Widget } from "../widgets/widget.ts";

/** No widgets: what a template has of the team's own where none are given. */
export type NoWidgets = Record<never, AnyWidget>;

/** The team's own widgets before the template's. They lead on to the template's first one by its name. */
export interface Before<Own extends Widgets, All> {
  /** Where calls or messages come in. */
  readonly entry: keyof Own & string;
  readonly widgets: Own & CheckedWidgets<Own, All>;
}

/** The team's own widgets for what comes after Send to Flex. */
export interface After<Own extends Widgets, All> {
  /** Which of them comes after which event; an event that is left out ends the flow. */
  readonly on: Next<"callComplete" | "failedToEnqueue" | "callFailure", keyof Own & string>;
  readonly widgets: Own & CheckedWidgets<Own, All>;
}

/** A template's widget as the team's own widgets see it: where it leads is the template's affair. */
export type Given<Field extends string = never, Variable extends string = never> = Widget<
  never,
  never,
  Field,
  Variable
>;

export function entriesOf(section: { readonly widgets: Widgets } | undefined): [string, AnyWidget][] {
  return Object.entries<AnyWidget>(section?.widgets ?? {});
}
