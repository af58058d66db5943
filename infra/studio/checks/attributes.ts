import { LiquidError } from "liquidjs";
import { attributeFindings as taskFindings } from "../../../media/index.ts";
import { type FlowDefinition, isJsonObject, type State } from "../definition.ts";
import type { Finding } from "../finding.ts";
import { longestRendering } from "../liquid/plausible.ts";
import { mistakeOf, referencesIn } from "../liquid/references.ts";
import { longestTimeoutSeconds, mostAttributeCharacters } from "../widgets/send-to-flex.ts";
import type { Graph } from "./graph.ts";

/** What Send to Flex hands to TaskRouter: attributes that are JSON and fit, whoever calls. */
export function* attributeFindings(definition: FlowDefinition, graph: Graph): Generator<Finding> {
  for (const state of definition.states) {
    if (state.type !== "send-to-flex") continue;
    const { attributes, timeout } = state.properties;
    if (typeof attributes === "string") yield* textFindings(state, attributes, graph);
    if (timeout !== undefined && !(Number(timeout) > 0 && Number(timeout) <= longestTimeoutSeconds)) {
      const reason = `is ${timeout} seconds; give 1 to ${longestTimeoutSeconds}`;
      yield error(["widgets", state.name, "timeout"], "flex/timeout", reason);
    }
  }
}

function* textFindings({ name }: State, attributes: string, { states, known }: Graph): Generator<Finding> {
  const path = ["widgets", name, "attributes"];
  // What is no Liquid can't be rendered, and has its own finding.
  if (referencesIn(attributes).mistake !== undefined) return;
  let rendered: string;
  try {
    rendered = longestRendering(attributes, [...states.values()]);
  } catch (caught) {
    if (!LiquidError.is(caught)) throw caught;
    yield error(path, "flex/rendering", `can't be rendered (${mistakeOf(caught)}); simplify it`);
    return;
  }
  const most = mostAttributeCharacters;
  if (attributes.length > most) {
    const reason = `has ${attributes.length} characters, but Studio takes ${most}; shorten it, or set a variable before`;
    yield error(path, "flex/length", reason);
  } else if (rendered.length > most) {
    const reason = `may grow to ${rendered.length} characters once it is rendered, but Studio takes ${most}; shorten it`;
    yield error(path, "flex/length", reason);
  }
  const task = parsed(rendered);
  if (!isJsonObject(task)) {
    const remedy = "quote text, and leave numbers and | to_json without quotes";
    yield error(path, "flex/json", `is no JSON object once it is rendered; ${remedy}`);
    return;
  }
  const conversation = known.get(name)?.always.has("trigger.call") ? "call" : "chat";
  for (const finding of taskFindings(task, { conversation })) {
    // How long they may be is another matter here, and said above.
    if (finding.rule === "task-length") continue;
    yield { ...finding, path: [...path, ...finding.path] };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function error(path: string[], rule: string, reason: string): Finding {
  return { severity: "error", path, rule, reason };
}
