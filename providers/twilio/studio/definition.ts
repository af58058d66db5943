import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const condition = z.looseObject({
  friendly_name: z.string().optional(),
  arguments: z.array(z.string()).optional(),
  type: z.string().optional(),
  value: z.string().optional(),
});

const transition = z.looseObject({
  event: z.string().min(1),
  next: z.string().optional(),
  conditions: z.array(condition).optional(),
});

const widget = z.looseObject({
  name: z
    .string()
    .regex(/^[\w-]+$/, "is no widget name; use letters, digits, underscores and hyphens")
    .describe("Its name, once in a flow."),
  type: z.string().min(1).describe("Its type, such as `trigger` or `send-to-flex`."),
  transitions: z.array(transition).optional(),
  properties: z.record(z.string(), z.any()).optional(),
});

/** A flow's definition in Studio's own JSON. What it knows beyond this shape is passed on as it is. */
export const definition = z
  .looseObject({
    description: z.string().optional(),
    states: z.array(widget).min(1).max(1000).meta({ keyedBy: "name" }),
    initial_state: z.string(),
    flags: z.looseObject({ allow_concurrent_calls: z.boolean().optional() }).optional(),
  })
  .meta({ pulumiType: "pulumi.json#/Any" });

export type Definition = z.output<typeof definition>;

/** Whether two definitions do the same, however their keys, widgets and nulls stand and wherever widgets are drawn. */
export function sameFlow(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(meaningOf(a), meaningOf(b));
}

function meaningOf(value: unknown): unknown {
  const definition = withoutNulls(value);
  if (!isObject(definition) || !Array.isArray(definition.states)) return definition;
  const states = definition.states.map(withoutPlace).sort((x, y) => (nameOf(x) < nameOf(y) ? -1 : 1));
  return { ...definition, states };
}

/** The definition as it is declared: without the nulls in which Studio shows what is not set. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const set = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return Object.fromEntries(set.map(([key, child]) => [key, withoutNulls(child)]));
}

/** A widget without its place in the editor; one whose properties hold nothing else has none. */
function withoutPlace(state: unknown): unknown {
  if (!isObject(state)) return state;
  const { properties, transitions, ...others } = state;
  const { offset: _, ...meant } = isObject(properties) ? properties : {};
  return {
    ...others,
    ...(Object.keys(meant).length === 0 ? {} : { properties: meant }),
    ...(Array.isArray(transitions) && transitions.length > 0 ? { transitions } : {}),
  };
}

function nameOf(state: unknown): string {
  return isObject(state) ? String(state.name) : "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
