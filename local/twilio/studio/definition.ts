import { isJsonObject, type JsonObject } from "../http/parameters.ts";

/** A fault in a flow's definition; the path as a JSON pointer from the definition on: `#/states/0/name`. */
export interface DefinitionFault {
  readonly message: string;
  readonly property_path: string;
}

export interface CheckedDefinition {
  readonly definition: JsonObject;
  /** Faults because of which no flow is taken. */
  readonly broken: DefinitionFault[];
  /** Faults that a draft may have and a published flow may not. */
  readonly incomplete: DefinitionFault[];
}

const mostStates = 1000;

/** What a widget can't work without, where Studio's documentation says so. */
const required: Readonly<Record<string, readonly string[]>> = {
  "connect-call-to": ["noun"],
  "record-call": ["record_call"],
  "run-function": ["url"],
  "send-to-flex": ["workflow", "channel"],
  "split-based-on": ["input"],
};

/** Checks a definition as far as it stands by itself: states, their names, transitions and required properties. */
export function checkDefinition(text: string): CheckedDefinition {
  const definition = parsed(text);
  if (!isJsonObject(definition)) return { definition: {}, broken: [fault("must be an object", "#")], incomplete: [] };
  const { states, initial_state: initial } = definition;
  if (!Array.isArray(states) || states.length < 1 || states.length > mostStates) {
    const broken = [fault(`must be an array of 1 to ${mostStates} widgets`, "#/states")];
    return { definition, broken, incomplete: [] };
  }
  const names = states.map((state) => (isJsonObject(state) ? state.name : undefined));
  const broken = [
    ...states.flatMap((state, at) => stateFaults(state, names, at)),
    ...(names.includes(initial) && initial !== undefined ? [] : [fault("must match a widget name", "#/initial_state")]),
  ];
  const incomplete = states.flatMap((state, at) => (isJsonObject(state) ? missingProperties(state, at) : []));
  return { definition, broken, incomplete };
}

function stateFaults(state: unknown, names: readonly unknown[], at: number): DefinitionFault[] {
  const path = `#/states/${at}`;
  if (!isJsonObject(state)) return [fault("must be an object", path)];
  const faults: DefinitionFault[] = [];
  if (typeof state.name !== "string" || !/^[\w-]+$/.test(state.name)) {
    faults.push(fault("must consist of letters, digits, underscores and hyphens", `${path}/name`));
  } else if (names.indexOf(state.name) < at) faults.push(fault("must be unique", `${path}/name`));
  if (typeof state.type !== "string" || state.type === "") faults.push(fault("must not be empty", `${path}/type`));
  if (state.properties !== undefined && !isJsonObject(state.properties)) {
    faults.push(fault("must be an object", `${path}/properties`));
  }
  return [...faults, ...transitionFaults(state.transitions ?? [], names, `${path}/transitions`)];
}

function transitionFaults(transitions: unknown, names: readonly unknown[], path: string): DefinitionFault[] {
  if (!Array.isArray(transitions)) return [fault("must be an array", path)];
  return transitions.flatMap((transition: unknown, at) => {
    if (!isJsonObject(transition)) return [fault("must be an object", `${path}/${at}`)];
    const { event, next } = transition;
    const named = typeof event === "string" && event !== "";
    const known = next === undefined || next === null || names.includes(next);
    return [
      ...(named ? [] : [fault("must not be empty", `${path}/${at}/event`)]),
      ...(known ? [] : [fault("must match a widget name", `${path}/${at}/next`)]),
    ];
  });
}

function missingProperties({ type, properties }: JsonObject, at: number): DefinitionFault[] {
  const held = isJsonObject(properties) ? properties : {};
  return (required[String(type)] ?? [])
    .filter((name) => (held[name] ?? "") === "")
    .map((name) => fault("must not be empty", `#/states/${at}/properties/${name}`));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fault(message: string, path: string): DefinitionFault {
  return { message, property_path: path };
}
