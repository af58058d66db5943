import { type FlowDefinition, isJsonObject, type State } from "../definition.ts";
import { kinds } from "../widgets/kinds.ts";
import { triggerParts } from "../widgets/trigger.ts";

interface Edge {
  readonly from: State;
  readonly event: string;
  readonly to: string;
}

/** What is known where a call or message comes to a widget: on every way to it, and on some way. */
export interface Known {
  readonly always: ReadonlySet<string>;
  readonly sometimes: ReadonlySet<string>;
}

/** A flow as ways from widget to widget. */
export interface Graph {
  readonly states: ReadonlyMap<string, State>;
  /** What is known at each widget that can be reached at all. */
  readonly known: ReadonlyMap<string, Known>;
}

/** Somebody has been spoken to: only then may a recording begin. */
export const spoken = "spoken to";
/** A recording is on. */
export const recording = "recording";

/** Finds out what has happened before each widget, whichever way a call or message takes. */
export function graphOf(definition: FlowDefinition): Graph {
  // Of two widgets with one name the first one counts, so that the second is all that is wrong.
  const states = new Map(definition.states.toReversed().map((state) => [state.name, state]));
  const known = new Map<string, Known>();
  const open: string[] = [];
  const arrive = (name: string, always: ReadonlySet<string>, sometimes: ReadonlySet<string>) => {
    const before = known.get(name);
    const both = before === undefined ? always : new Set([...before.always].filter((fact) => always.has(fact)));
    const either = before === undefined ? sometimes : new Set([...before.sometimes, ...sometimes]);
    if (before !== undefined && both.size === before.always.size && either.size === before.sometimes.size) return;
    known.set(name, { always: both, sometimes: either });
    open.push(name);
  };
  if (states.has(definition.initial_state)) arrive(definition.initial_state, new Set(), new Set());
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const { always, sometimes } = known.get(name) ?? { always: new Set<string>(), sometimes: new Set<string>() };
    for (const edge of edgesOf(states.get(name))) {
      if (states.has(edge.to)) arrive(edge.to, after(edge, always), after(edge, sometimes));
    }
  }
  return { states: new Map([...states].toReversed()), known };
}

function edgesOf(state: State | undefined): Edge[] {
  if (state === undefined) return [];
  return state.transitions.flatMap(({ event, next }) => (next ? [{ from: state, event, to: next }] : []));
}

/** What is known once a widget has run and something has happened. */
function after({ from, event }: Edge, before: ReadonlySet<string>): ReadonlySet<string> {
  // Whatever it left when it ran before is replaced.
  const facts = new Set([...before].filter((fact) => !fact.startsWith(`widgets.${from.name}.`)));
  for (const field of fieldsAfter(from, event)) facts.add(`widgets.${from.name}.${field}`);
  if (from.type === "trigger" && Object.hasOwn(triggerParts, event)) {
    facts.add(`trigger.${triggerParts[event as keyof typeof triggerParts]}`);
  }
  if (from.type === "set-variables") for (const key of variableKeys(from)) facts.add(`flow.variables.${key}`);
  if (from.type === "say-play" || from.type === "gather-input-on-call") facts.add(spoken);
  if (from.type === "record-call" && event === "success") {
    if (from.properties.record_call === true) facts.add(recording);
    else facts.delete(recording);
  }
  return facts;
}

/** The fields that a widget leaves after an event; `*` where that is open. */
function fieldsAfter(state: State, event: string): readonly string[] {
  if (state.type === "set-variables") return variableKeys(state);
  const kind = kinds.get(state.type);
  const fields = kind === undefined ? "anything" : (kind.sets[event] ?? []);
  return fields === "anything" ? ["*"] : fields;
}

/** Every field that a widget can ever have; `*` among them where that is open. */
export function fieldsOf(state: State): ReadonlySet<string> {
  return new Set(state.transitions.flatMap(({ event }) => fieldsAfter(state, event)));
}

/** The names that a Set Variables gives. */
export function variableKeys({ properties }: State): string[] {
  const variables = Array.isArray(properties.variables) ? properties.variables : [];
  return variables.flatMap((entry) => (isJsonObject(entry) && typeof entry.key === "string" ? [entry.key] : []));
}
