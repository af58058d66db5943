import type { AnyWidget, Widget } from "../widgets/widget.ts";

type Trimmed<S extends string> = S extends ` ${infer R}` ? Trimmed<R> : S extends `${infer R} ` ? Trimmed<R> : S;
type Before<S extends string, End extends string> = S extends `${infer Head}${End}${string}` ? Head : S;

/** The variables of a text's outputs, as far as the text is known when it is compiled. Tags are left to the checks. */
type Outputs<S extends string> = string extends S
  ? never
  : S extends `${string}{{${infer Inside}}}${infer Rest}`
    ? Trimmed<Before<Inside, "|">> | Outputs<Rest>
    : never;

type Path<S extends string> = Before<Before<S, ".">, "[">;

/** Widgets by name. It must not say what they lead to: the compiler would take that for what they lead to. */
export type Widgets = Readonly<Record<string, AnyWidget>>;

type FieldOf<W> = W extends Widget<string, string, infer Field, string> ? Field : never;
type TargetOf<W> = W extends Widget<infer Target, string, string, string> ? Target : never;
type TextOf<W> = W extends Widget<string, infer Text, string, string> ? Text : never;
type VariableOf<W> = W extends Widget<string, string, string, infer Variable> ? Variable : never;

/** Widgets that aren't there. A target that is only known at run time is left to the checks. */
type Strangers<W, All> = string extends TargetOf<W> ? never : Exclude<TargetOf<W>, keyof All>;

/** References of the form `widgets.NAME.FIELD` and `flow.variables.NAME` to what isn't there. */
type WrongReference<Variable, All> = Variable extends `flow.variables.${infer Rest}`
  ? string extends VariableOf<All[keyof All]>
    ? never
    : Path<Rest> extends VariableOf<All[keyof All]>
      ? never
      : Variable
  : WrongField<Variable, All>;
type WrongField<Variable, All> = Variable extends `widgets.${infer Name}.${infer Rest}`
  ? Name extends keyof All
    ? string extends FieldOf<All[Name]>
      ? never
      : Path<Rest> extends FieldOf<All[Name]>
        ? never
        : Variable
    : Variable
  : never;
type WrongReferences<W, All> = WrongReference<Outputs<TextOf<W>>, All>;

/** What the compiler shows in the place of a widget that is wrong. */
export interface LeadsNowhere<Target> {
  readonly "leads to a widget that this flow doesn't have": Target;
}
export interface ReadsNothing<Variable> {
  readonly "reads a widget or field that this flow doesn't have": Variable;
}

/** The widgets if all that they lead to and read is in the flow; where not, a type that says what is wrong. */
export type CheckedWidgets<W, All = W> = {
  readonly [Name in keyof W]: [Strangers<W[Name], All>] extends [never]
    ? [WrongReferences<W[Name], All>] extends [never]
      ? W[Name]
      : ReadsNothing<WrongReferences<W[Name], All>>
    : LeadsNowhere<Strangers<W[Name], All>>;
};

/** `{{widgets.NAME.FIELD}}`, which the compiler holds against the flow that it is used in. */
export function variable<Name extends string, Field extends string>(
  name: Name,
  field: Field,
): `{{widgets.${Name}.${Field}}}` {
  return `{{widgets.${name}.${field}}}`;
}
