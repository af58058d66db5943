import type { FlowDefinition } from "../definition.ts";
import type { Finding } from "../finding.ts";
import { attributeFindings } from "./attributes.ts";
import { graphOf } from "./graph.ts";
import { liquidFindings } from "./liquid.ts";
import { recordingFindings } from "./recording.ts";
import { structureFindings } from "./structure.ts";

/** Everything that can be said against a flow, whether it was built here or exported from the Console. */
export function flowFindings(definition: FlowDefinition): Finding[] {
  const graph = graphOf(definition);
  return [
    ...structureFindings(definition, graph),
    ...liquidFindings(definition, graph),
    ...recordingFindings(definition, graph),
    ...attributeFindings(definition, graph),
  ];
}
