import { LiquidError, type Template } from "liquidjs";
import { liquid } from "./engine.ts";

/** A variable that a text reads, by its segments: `["widgets", "Gather", "Digits"]`. */
export interface Reference {
  readonly segments: readonly string[];
  /** Whether the text copes without it: `| default`, or `{% if %}` about the same widget or variable. */
  readonly guarded: boolean;
}

/** The variables that a text reads, or what is wrong with its Liquid. */
export function referencesIn(text: string): { references: Reference[]; mistake?: string } {
  if (!/\{[{%]/.test(text)) return { references: [] };
  try {
    const templates = liquid.parse(text);
    // What the text itself assigns, or walks through in a loop, comes from nowhere else.
    const outer = new Set(variablesOf(templates, "globals").map(({ place }) => place));
    const found = templates.flatMap((template) => readBy(template, []));
    return { references: found.filter(({ place }) => outer.has(place)) };
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    return { references: [], mistake: mistakeOf(error) };
  }
}

/** What Liquid has to say, without the place in a text that may be long. */
export function mistakeOf({ message }: LiquidError): string {
  return message.split(", line:")[0] ?? message;
}

const branching = new Set(["if", "unless", "case"]);

/** What one tag or output reads, with what is inside it. Outer conditions guard what they speak of. */
function readBy(template: Template, guards: readonly string[]): (Reference & { place: string })[] {
  const inner = childrenOf(template);
  const within = new Set(variablesOf(inner).map(({ place }) => place));
  const own = variablesOf([template]).filter(({ place }) => !within.has(place));
  const name = "name" in template ? String(template.name) : "";
  const copes = /\|\s*default\b/.test(template.token.getText());
  const branches = branching.has(name);
  const known = branches ? [...guards, ...own.map(({ segments }) => subjectOf(segments))] : guards;
  return [
    ...own.map(({ segments, place }) => ({
      segments,
      place,
      guarded: copes || branches || guards.includes(subjectOf(segments)),
    })),
    ...inner.flatMap((child) => readBy(child, known)),
  ];
}

/** What a condition vouches for: a widget as a whole, or one variable of the flow. */
function subjectOf(segments: readonly string[]): string {
  return segments.slice(0, segments[0] === "flow" ? 3 : 2).join(".");
}

function childrenOf(template: Template): Template[] {
  const walk = template.children?.(false, true);
  if (walk === undefined) return [];
  let step = walk.next();
  while (!step.done) step = walk.next(step.value);
  return step.value;
}

function variablesOf(templates: Template[], which: "variables" | "globals" = "variables") {
  return Object.values(liquid.analyzeSync(templates, { partials: false })[which])
    .flat()
    .map(({ segments, location }) => ({
      segments: segments.filter((segment) => typeof segment === "string" || typeof segment === "number").map(String),
      place: `${location.row}:${location.col}`,
    }));
}
