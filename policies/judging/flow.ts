import { fromJson, isObject } from "./read.ts";

/** A flow, as far as policies look at it. */
export interface Flow {
  /** The name of the widget that it begins with. */
  initial: string;
  widgets: readonly Widget[];
}

export interface Widget {
  /** Where it stands, as in `definition.states[3]`. */
  path: string;
  name: string;
  type: string;
  properties: Readonly<Record<string, unknown>>;
  /** Where it leads, without the events on which the flow ends. */
  transitions: readonly { event: string; next: string }[];
}

/**
 * A flow by its definition.
 * @throws {TypeError} where it is no definition at all, which policies hold to be wrong
 */
export function flowOf({ definition }: Readonly<Record<string, unknown>>): Flow {
  const flow = fromJson(definition);
  if (!isObject(flow) || !Array.isArray(flow.states)) throw new TypeError("It has no states.");
  const widgets = flow.states.map((state: unknown, index) => {
    if (!isObject(state) || typeof state.type !== "string") throw new TypeError("A state has no type.");
    const { name, type, properties, transitions } = state;
    return {
      path: `definition.states[${index}]`,
      name: String(name),
      type,
      properties: isObject(properties) ? properties : {},
      transitions: (Array.isArray(transitions) ? transitions : []).flatMap((transition: unknown) =>
        isObject(transition) && (transition.next ?? "") !== ""
          ? [{ event: String(transition.event), next: String(transition.next) }]
          : [],
      ),
    };
  });
  return { initial: String(flow.initial_state), widgets };
}

/** The widgets of a flow; it throws as {@link flowOf} does. */
export function widgetsOf(props: Readonly<Record<string, unknown>>): readonly Widget[] {
  return flowOf(props).widgets;
}

/** Whether a flow does anything on an event of its trigger, such as `incomingCall`. */
export function takes({ initial, widgets }: Flow, event: string): boolean {
  const first = widgets.find(({ name }) => name === initial);
  return first !== undefined && leadsOn(first, event);
}

/** Whether a widget leads to another one on an event. */
export function leadsOn({ transitions }: Widget, event: string): boolean {
  return transitions.some((transition) => transition.event === event);
}

/** Whether a Call Recording widget may switch recording on: all but a plain `false` may. */
export function mayRecord({ type, properties }: Widget): boolean {
  return type === "record-call" && properties.record_call !== false;
}

/** Whether a widget may record the call that it makes or connects. Left out, it doesn't. */
export function mayRecordDialled({ type, properties }: Widget): boolean {
  return (type === "connect-call-to" || type === "make-outgoing-call-v2") && (properties.record ?? false) !== false;
}

/** Whether a widget makes a Task, which an agent gets: Enqueue Call does so with a workflow only. */
export function makesTask({ type, properties }: Widget): boolean {
  return type === "send-to-flex" || (type === "enqueue-call" && (properties.workflow_sid ?? "") !== "");
}

const onwards: readonly string[] = [
  ...["send-to-flex", "enqueue-call", "connect-call-to"],
  // What becomes of a call there can't be seen from here.
  ...["add-twiml-redirect", "run-subflow"],
];

/** Whether a widget gives a call to somebody who talks with the caller, or out of the flow's hands. */
export function handsOn({ type }: Widget): boolean {
  return onwards.includes(type);
}
