import type { FlowDefinition, State } from "../definition.ts";
import { type Finding, oneOf } from "../finding.ts";
import { kinds } from "../widgets/kinds.ts";
import type { Graph } from "./graph.ts";

const mostWidgets = 1000;

/** How many widgets there are, what they are called, where they lead, and whether they are complete. */
export function* structureFindings(definition: FlowDefinition, graph: Graph): Generator<Finding> {
  const { states, initial_state: initial } = definition;
  if (states.length < 1 || states.length > mostWidgets) {
    yield error(["widgets"], "flow/size", `are ${states.length}, but a flow has 1 to ${mostWidgets}; split it up`);
  }
  if (!graph.states.has(initial)) {
    yield error(["initial"], "flow/initial", `is ${name(initial)}, no widget of this flow; ${give(graph)}`);
  }
  const seen = new Set<string>();
  for (const state of states) {
    if (!/^[\w-]+$/.test(state.name)) {
      const remedy = "use letters, digits, underscores and hyphens";
      yield error(["widgets", state.name], "widget/name", `is no name that Studio takes; ${remedy}`);
    }
    if (seen.has(state.name)) {
      yield error(["widgets", state.name], "widget/duplicate", "is there twice; rename one of the two");
    }
    seen.add(state.name);
    yield* transitionFindings(state, graph);
    yield* propertyFindings(state);
    if (graph.states.has(initial) && !graph.known.has(state.name)) {
      const reason = "is never reached; lead a transition to it, or remove it";
      yield error(["widgets", state.name], "widget/unreachable", reason);
    }
  }
}

function* transitionFindings(state: State, graph: Graph): Generator<Finding> {
  const kind = kinds.get(state.type);
  const once = new Set<string>();
  for (const { event, next } of state.transitions) {
    const path = ["widgets", state.name, "next", event];
    if (kind !== undefined && !kind.events.includes(event)) {
      yield error(path, "transition/event", `is no event of ${state.type}; use ${oneOf(kind.events)}`);
    }
    if (event !== "match" && once.has(event)) {
      yield error(path, "transition/duplicate", "is there twice; keep one of the two");
    }
    once.add(event);
    if (next && !graph.states.has(next)) {
      yield error(path, "transition/target", `leads to ${name(next)}, no widget of this flow; ${give(graph)}`);
    }
  }
}

function* propertyFindings({ name, type, properties }: State): Generator<Finding> {
  for (const property of kinds.get(type)?.required ?? []) {
    if ((properties[property] ?? "") !== "") continue;
    yield error(["widgets", name, property], "widget/property", `is missing; ${type} can't run without it`);
  }
}

function give({ states }: Graph): string {
  return states.size === 0 ? "add widgets" : `name one that is there: ${oneOf(states.keys())}`;
}

function name(text: string): string {
  return JSON.stringify(text);
}

function error(path: string[], rule: string, reason: string): Finding {
  return { severity: "error", path, rule, reason };
}
