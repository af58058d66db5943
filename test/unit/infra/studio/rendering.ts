import type { FlowDefinition } from "../../../../infra/studio/definition.ts";
import { studioLiquid } from "../../../../infra/studio/liquid/engine.ts";

/** What a recording tells of itself once it has begun, as Studio keeps it. */
export const callRecording = {
  AccountSid: `AC${"1".repeat(32)}`,
  Sid: `RE${"2".repeat(32)}`,
  StartTime: "Wed, 18 Nov 2026 22:57:42 +0000",
};

/** A property of a widget, as it is written. */
export function property(definition: FlowDefinition, name: string, key: string): unknown {
  return definition.states.find((state) => state.name === name)?.properties[key];
}

/** A Send to Flex's attributes as its task gets them, with the variables that the flow sets on the way. */
export function taskOf(definition: FlowDefinition, name: string, context: object): unknown {
  const engine = studioLiquid();
  const set = definition.states.flatMap(({ properties: { variables } }) => (Array.isArray(variables) ? variables : []));
  const variables = Object.fromEntries(
    (set as { key: string; value: string }[]).map(({ key, value }) => [key, engine.parseAndRenderSync(value, context)]),
  );
  const text = String(property(definition, name, "attributes"));
  return JSON.parse(engine.parseAndRenderSync(text, { ...context, flow: { variables } }));
}
