import { isDeepStrictEqual } from "node:util";
import type { Condition, FlowDefinition, State, Transition } from "../../infra/studio/index.ts";
import type { FlowChange, PropertyChange } from "./change.ts";
import { differences } from "./engine/differences.ts";
import { textOf } from "./engine/values.ts";

/** Where a widget leads on an event: to another widget, or to the end of the flow. */
export interface TransitionChange {
  /** The event, with the conditions that it depends on. */
  event: string;
  /** The widget; empty where the flow ends, undefined where there is no such transition. */
  before: string | undefined;
  after: string | undefined;
}

export interface WidgetChange {
  name: string;
  type: string;
  properties: PropertyChange[];
  transitions: TransitionChange[];
}

export interface FlowDifference {
  added: Pick<State, "name" | "type">[];
  removed: Pick<State, "name" | "type">[];
  changed: WidgetChange[];
  /** Widgets of which only the place on the canvas changes. */
  moved: string[];
  /** What is of the flow itself: its description, its first widget, its flags. */
  properties: PropertyChange[];
}

/** What happens to a flow's widgets, by their names; a widget of another type is another widget. Undefined where a side is not known. */
export function flowDifference({ before, after }: FlowChange): FlowDifference | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [was, is] = [widgetsOf(before), widgetsOf(after)];
  const named = ({ name, type }: State) => ({ name, type });
  const changed: WidgetChange[] = [];
  const moved: string[] = [];
  for (const [key, state] of is) {
    const old = was.get(key);
    if (old === undefined) continue;
    const change = {
      name: state.name,
      type: state.type,
      properties: propertiesBetween(meaningOf(old, state), meaningOf(state, old)),
      transitions: transitionsBetween(old.transitions, state.transitions),
    };
    if (change.properties.length + change.transitions.length > 0) changed.push(change);
    else if (!isDeepStrictEqual(old.properties.offset, state.properties.offset)) moved.push(state.name);
  }
  return {
    added: [...is].filter(([key]) => !was.has(key)).map(([, state]) => named(state)),
    removed: [...was].filter(([key]) => !is.has(key)).map(([, state]) => named(state)),
    changed,
    moved,
    properties: propertiesBetween(withoutWidgets(before), withoutWidgets(after)),
  };
}

function widgetsOf({ states }: FlowDefinition): Map<string, State> {
  return new Map(states.map((state) => [JSON.stringify([state.name, state.type]), state]));
}

/** Without its place on the canvas, and with the tests of those transitions that the other one has too. */
function meaningOf({ properties: { offset: _, ...meant }, transitions }: State, other: State): object {
  const others = targets(other.transitions);
  const tests = [...targets(transitions)].filter(([event]) => others.has(event));
  return { ...meant, transitions: Object.fromEntries(tests.map(([event, { conditions }]) => [event, conditions])) };
}

function withoutWidgets({ states: _, ...rest }: FlowDefinition): object {
  return rest;
}

function propertiesBetween(before: object, after: object): PropertyChange[] {
  const shown = (value: unknown) => (value === undefined ? undefined : textOf(value));
  return differences(before, after)
    .map(({ path, before: was, after: is }) => ({
      path: path.text,
      before: shown(was),
      after: shown(is),
      replaces: false,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function transitionsBetween(before: readonly Transition[], after: readonly Transition[]): TransitionChange[] {
  const [was, is] = [targets(before), targets(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((event) => ({ event, before: was.get(event)?.next, after: is.get(event)?.next }))
    .filter((change) => change.before !== change.after);
}

/** By event and names of conditions, and by place among those that are alike. */
function targets(transitions: readonly Transition[]): Map<string, { next: string; conditions: Condition[] }> {
  const found = new Map<string, { next: string; conditions: Condition[] }>();
  for (const { event, next = "", conditions = [] } of transitions) {
    const tests = conditions.map(({ friendly_name: name, value }) => name || value).join(" / ");
    const label = tests === "" ? event : `${event} (${tests})`;
    let unique = label;
    for (let again = 2; found.has(unique); again += 1) unique = `${label} #${again}`;
    found.set(unique, { next, conditions });
  }
  return found;
}
