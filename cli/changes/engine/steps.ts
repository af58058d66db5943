import { z } from "zod";
import type { FlowDefinition } from "../../../infra/studio/index.ts";
import { Mendable } from "../../../local/engine/mendable.ts";
import type { Change, FlowChange, Operation } from "../change.ts";
import type { EngineEvent, Step } from "./events.ts";
import { codeChange, declaredProperties, isFoundDifferent, propertyChanges } from "./properties.ts";
import { withoutForeignVariables } from "./variables.ts";

/** The engine's operations. What only looks, or is a part of another one, is none of ours. */
const operations: Readonly<Record<string, Operation | "same" | "none">> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "read-replacement": "replace",
  import: "import",
  "import-replacement": "replace",
  read: "none",
  refresh: "none",
  discard: "none",
  "discard-replaced": "none",
  "remove-pending-replace": "none",
  diff: "none",
  "extend-parameterize": "none",
};

const definition = z.looseObject({
  description: z.string().default(""),
  initial_state: z.string(),
  flags: z.looseObject({ allow_concurrent_calls: z.boolean().default(true) }).default({ allow_concurrent_calls: true }),
  states: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string(),
      transitions: z
        .array(
          z.looseObject({ event: z.string(), next: z.string().optional(), conditions: z.array(z.any()).optional() }),
        )
        .default([]),
      properties: z.record(z.string(), z.any()).default({}),
    }),
  ),
});

export interface Steps {
  changes: Change[];
  unchanged: number;
}

/**
 * What the events of a preview say of resources.
 * @param isRefresh Then only what comes when a step is done tells anything; else it tells more than what comes before.
 * @throws {Mendable} on an operation that is not known here
 */
export function stepsIn(events: readonly EngineEvent[], isRefresh: boolean): Steps {
  const changes = new Map<string, Change>();
  const same = new Set<string>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const step = (resOutputsEvent ?? (isRefresh ? undefined : resourcePreEvent))?.metadata;
    if (step === undefined || !isOfService(step)) continue;
    const said = operationOf(step);
    const operation = isRefresh ? foundOperation(step, said) : said;
    if (operation === "same") same.add(step.urn);
    else if (operation !== "none" && !(changes.has(step.urn) && step.op === "delete-replaced")) {
      changes.set(step.urn, changeOf(step, operation, isRefresh));
    }
  }
  const sorted = [...changes.values()].sort((a, b) => compared(keyOf(a), keyOf(b)));
  return { changes: sorted, unchanged: same.size };
}

/** The name of the resource that an URN names. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Components are what the program groups by; what is external is only read. */
function isOfService({ old, new: made, type }: Step): boolean {
  const state = made ?? old;
  return state?.custom === true && !state.external && !type.startsWith("pulumi:providers:");
}

/** What a refresh found: an update that is wanted although nothing differs is none, and other code of a function is one. */
function foundOperation(step: Step, said: ReturnType<typeof operationOf>): ReturnType<typeof operationOf> {
  if (said === "update" && !isFoundDifferent(step)) return "same";
  return said === "same" && codeChange(step) !== undefined ? "update" : said;
}

function operationOf({ op, urn }: Step): Operation | "same" | "none" {
  const operation = operations[op];
  if (operation !== undefined) return operation;
  throw new Mendable(
    `${nameOf(urn)}: the engine speaks of "${op}", which is not known here; use the project's own engine`,
  );
}

function changeOf(step: Step, operation: Operation, isRefresh: boolean): Change {
  const { urn, type, old, new: made } = step;
  const isThere = operation === "update" || operation === "replace";
  const code = isRefresh ? codeChange(step) : undefined;
  return {
    urn,
    type,
    name: nameOf(urn),
    provider: type.split(":", 1)[0] ?? "",
    operation,
    id: old?.id || made?.id || undefined,
    properties: isThere
      ? withoutForeignVariables([...(code ? [code] : []), ...propertyChanges(step)], isRefresh)
      : operation === "delete"
        ? []
        : declaredProperties(step),
    flow: type === "twilio:studio:Flow" ? flowOf(step, operation) : undefined,
    isRetained: (operation === "delete" || operation === "replace") && old?.retainOnDelete === true,
  };
}

function flowOf({ old, new: made }: Step, operation: Operation): FlowChange {
  const read = (value: unknown) => definition.safeParse(value).data as FlowDefinition | undefined;
  return {
    before: operation === "create" ? undefined : read(old?.inputs?.definition),
    after: operation === "delete" ? undefined : read(made?.inputs?.definition),
  };
}

function keyOf({ provider, type, name, urn }: Change): string[] {
  return [provider === "twilio" ? "" : provider, type, name, urn];
}

function compared(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}
