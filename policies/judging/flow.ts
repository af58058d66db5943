import { fromJson, isObject } from "./read.ts";

/** A widget of a flow, as far as policies look at it. */
export interface Widget {
  /** Where it stands, as in `definition.states[3]`. */
  path: string;
  name: string;
  type: string;
  properties: Readonly<Record<string, unknown>>;
  /** The events on which it leads to another widget. */
  leadsOn: readonly string[];
}

/**
 * The widgets of a flow's definition.
 * @throws {TypeError} where it is no definition at all, which policies hold to be wrong
 */
export function widgetsOf({ definition }: Readonly<Record<string, unknown>>): Widget[] {
  const flow = fromJson(definition);
  if (!isObject(flow) || !Array.isArray(flow.states)) throw new TypeError("It has no states.");
  return flow.states.map((state: unknown, index) => {
    if (!isObject(state) || typeof state.type !== "string") throw new TypeError("A state has no type.");
    const { name, type, properties, transitions } = state;
    return {
      path: `definition.states[${index}]`,
      name: String(name),
      type,
      properties: isObject(properties) ? properties : {},
      leadsOn: (Array.isArray(transitions) ? transitions : []).flatMap((transition: unknown) =>
        isObject(transition) && (transition.next ?? "") !== "" ? [String(transition.event)] : [],
      ),
    };
  });
}

/** Whether a Call Recording widget may switch recording on: all but a plain `false` may. */
export function mayRecord({ type, properties }: Widget): boolean {
  return type === "record-call" && properties.record_call !== false;
}

/** Whether a widget may record the call that it makes or connects. Left out, it doesn't. */
export function mayRecordDialled({ type, properties }: Widget): boolean {
  return (type === "connect-call-to" || type === "make-outgoing-call-v2") && (properties.record ?? false) !== false;
}
