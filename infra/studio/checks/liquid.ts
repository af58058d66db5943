import { type FlowDefinition, isJsonObject, type Json, type State } from "../definition.ts";
import { type Finding, oneOf } from "../finding.ts";
import { type Reference, referencesIn } from "../liquid/references.ts";
import { triggerParts } from "../widgets/trigger.ts";
import { fieldsOf, type Graph, type Known, variableKeys } from "./graph.ts";

type Path = Finding["path"];

/** Liquid that doesn't parse, and variables that aren't there at that point of the flow. */
export function* liquidFindings(definition: FlowDefinition, graph: Graph): Generator<Finding> {
  for (const state of definition.states) {
    const known = graph.known.get(state.name);
    for (const { path, text } of textsOf(state)) {
      const { references, mistake } = referencesIn(text);
      if (mistake !== undefined) {
        yield { severity: "error", path, rule: "liquid/syntax", reason: `is no Liquid (${mistake}); mend it` };
      }
      yield* unformattable(path, text);
      const told = new Set<string>();
      for (const reference of references) {
        const finding = judged(reference, known, graph);
        if (finding === undefined || told.has(finding.reason)) continue;
        told.add(finding.reason);
        yield { ...finding, path };
      }
    }
  }
}

/** `date` with a token that Studio doesn't know would leave text where a number is to be. */
function* unformattable(path: Path, text: string): Generator<Finding> {
  if (!/\|\s*date:\s*['"][^'"]*%[sQLN]/.test(text)) return;
  const reason = "formats a time with a token that Studio may not know; count it with liquidMilliseconds instead";
  yield { severity: "warning", path, rule: "liquid/date", reason };
}

interface Text {
  path: Path;
  text: string;
}

/** Every text of a widget in which Liquid may stand, with the path that it has in the program. */
function textsOf({ name, properties, transitions }: State): Text[] {
  const { offset: _, ...written } = properties;
  const tests = transitions.flatMap(({ event, conditions = [] }, at) =>
    conditions.flatMap((condition, place): Text[] =>
      [...condition.arguments, condition.value]
        // A split's conditions nearly always repeat its input, which has its own finding.
        .filter((text) => text !== properties.input)
        .map((text) => ({ path: ["widgets", name, event, at, "conditions", place], text })),
    ),
  );
  return [...textsIn(written, ["widgets", name]), ...tests];
}

function textsIn(value: Json, path: Path): Text[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, at) => textsIn(item, [...path, at]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}

type Judgement = Omit<Finding, "path">;

function judged(reference: Reference, known: Known | undefined, graph: Graph): Judgement | undefined {
  const [root = "", first, second] = reference.segments;
  const text = reference.segments.slice(0, 3).join(".");
  if (root === "widgets" && first !== undefined) {
    const missing = absent(first, second, text, graph);
    return missing ?? (second === undefined ? undefined : atThatPoint(`widgets.${first}`, second, reference, known));
  }
  if (root === "flow" && first === "variables" && second !== undefined) {
    const keys = [...graph.states.values()].filter(({ type }) => type === "set-variables").flatMap(variableKeys);
    if (!keys.includes(second)) {
      const remedy = keys.length === 0 ? "set it before" : `read one that is set: ${oneOf(new Set(keys))}`;
      return error("liquid/variable", `reads ${text}, which no Set Variables sets; ${remedy}`);
    }
    return atThatPoint("flow.variables", second, reference, known);
  }
  if (root === "trigger" && first !== undefined) {
    const parts = Object.values(triggerParts);
    if (!parts.includes(first)) {
      return error("liquid/trigger", `reads ${text}, which no trigger has; read one of ${parts.join(", ")}`);
    }
    return atThatPoint("trigger", first, reference, known);
  }
  if (["widgets", "flow", "trigger", "contact"].includes(root)) return undefined;
  const reason = `reads ${text}, which is nothing that Studio has; begin with widgets, flow, trigger or contact`;
  return error("liquid/unknown", reason);
}

/** Whether a widget or field is nowhere in the flow, whichever way is taken. */
function absent(name: string, field: string | undefined, text: string, graph: Graph): Judgement | undefined {
  const state = graph.states.get(name);
  if (state === undefined) {
    const remedy = `name one that is there: ${oneOf(graph.states.keys())}`;
    return error("liquid/widget", `reads ${text}, but no widget is named ${JSON.stringify(name)}; ${remedy}`);
  }
  const fields = fieldsOf(state);
  if (field === undefined || fields.has(field) || fields.has("*")) return undefined;
  const remedy = fields.size === 0 ? "it sets none" : `read one that it sets: ${oneOf(fields)}`;
  return error("liquid/field", `reads ${text}, but ${state.type} sets no ${field}; ${remedy}`);
}

function atThatPoint(owner: string, key: string, reference: Reference, known: Known | undefined) {
  if (known === undefined) return undefined;
  const has = (facts: ReadonlySet<string>) => facts.has(`${owner}.${key}`) || facts.has(`${owner}.*`);
  if (has(known.always)) return undefined;
  const text = `${owner}.${key}`;
  if (!has(known.sometimes)) {
    const remedy = owner === "trigger" ? "read what the trigger leads here with" : "set it on the way";
    return error("liquid/too-early", `reads ${text}, which is never set before it comes here; ${remedy}`);
  }
  if (reference.guarded) return undefined;
  const reason = `reads ${text}, which is set on some ways here only; say what else with | default, or ask with {% if %}`;
  return { severity: "warning", rule: "liquid/some-ways", reason } as const;
}

function error(rule: string, reason: string): Judgement {
  return { severity: "error", rule, reason };
}
