import { type Kind, type Widget, widget } from "./widget.ts";

export const splitBasedOnKind: Kind<"noMatch" | "match"> = {
  type: "split-based-on",
  events: ["noMatch", "match"],
  required: ["input"],
  sets: {},
};

type Comparison =
  | "equal_to"
  | "not_equal_to"
  | "matches_any_of"
  | "does_not_match_any_of"
  | "contains"
  | "does_not_contain"
  | "starts_with"
  | "does_not_start_with"
  | "regex"
  | "less_than"
  | "greater_than"
  | "is_before_date"
  | "is_after_date"
  | "is_before_time"
  | "is_after_time";

/** A test of the input, and where it leads when it holds. */
export type Branch<Target extends string> =
  | { readonly is: Comparison; readonly value: string; readonly name?: string; readonly next: Target }
  | {
      readonly is: "is_blank" | "is_not_blank";
      readonly value?: never;
      readonly name?: string;
      readonly next: Target;
    };

export interface SplitBasedOnOptions<Target extends string, Text extends string> {
  /** What is tested, nearly always Liquid. */
  readonly input: Text;
  /** Tried in order; the first that holds leads on. */
  readonly matches: readonly Branch<Target>[];
  readonly noMatch?: Target;
}

/** Split Based On…. https://www.twilio.com/docs/studio/widget-library/split-based-on */
export function splitBasedOn<Target extends string = never, Text extends string = never>(
  options: SplitBasedOnOptions<Target, Text>,
): Widget<Target, Text, never, never> {
  const { input, matches, noMatch } = options;
  const ways = matches.map((branch) => {
    const value = branch.value ?? "";
    const name = branch.name ?? `If value ${branch.is} ${value}`.trimEnd();
    return { next: branch.next, conditions: [{ friendly_name: name, arguments: [input], type: branch.is, value }] };
  });
  return widget(splitBasedOnKind, { input }, { ...(noMatch === undefined ? {} : { noMatch }) }, ways);
}
