import { flowFindings } from "./checks/findings.ts";
import type { FlowDefinition, State } from "./definition.ts";
import { FlowError } from "./finding.ts";
import { laidOut } from "./layout.ts";
import type { CheckedWidgets, Widgets } from "./liquid/typed.ts";
import type { AnyWidget } from "./widgets/widget.ts";

export { flowFindings } from "./checks/findings.ts";
export type { Condition, FlowDefinition, State, Transition } from "./definition.ts";
export { type Finding, FlowError, findingText } from "./finding.ts";
export { type CheckedWidgets, variable, type Widgets } from "./liquid/typed.ts";

/**
 * Builds a flow of widgets by name.
 *
 * What the compiler sees it refuses: a transition to a widget that isn't there, and `{{widgets.NAME.FIELD}}` in a literal
 * text that names no widget of the flow or no field of it.
 * @throws {FlowError} naming every mistake at once; what is merely doubtful is in {@link flowFindings}.
 */
export function flow<const W extends Widgets>(options: {
  /** What the flow is for. */
  readonly description: string;
  readonly widgets: W & CheckedWidgets<W>;
  /** The widget that it begins with; `Trigger` where it is left out. */
  readonly initial?: keyof W & string;
}): FlowDefinition {
  const { description, initial = "Trigger", widgets } = options;
  return checkedFlow(description, Object.entries<AnyWidget>(widgets), initial);
}

/**
 * Builds a flow of widgets from several hands: a name that comes twice is a mistake, not an exchange.
 * @throws {FlowError} naming every mistake at once.
 */
export function checkedFlow(
  description: string,
  widgets: readonly (readonly [name: string, widget: AnyWidget])[],
  initial = "Trigger",
): FlowDefinition {
  const states = widgets.map(
    ([name, { type, transitions, properties }]): State => ({
      name,
      type,
      transitions: [...transitions],
      properties: { ...properties },
    }),
  );
  const definition = {
    description,
    states: laidOut(states, initial),
    initial_state: initial,
    flags: { allow_concurrent_calls: true },
  };
  const errors = flowFindings(definition).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new FlowError(description, errors);
  return definition;
}
