import { z } from "zod";
import { jsonOf } from "./pulumi.ts";
import type { Stack } from "./stack.ts";

/** What is looked at of a stack's state; of resources only whether there are any, as they hold much that is not for us. */
const schema = z.object({
  deployment: z.object({
    manifest: z.object({ time: z.string() }),
    resources: z.array(z.unknown()).nullish(),
    pending_operations: z
      .array(z.object({ type: z.string(), resource: z.object({ urn: z.string() }) }))
      .nullish()
      .transform((operations) => operations ?? []),
  }),
});

/** An operation that was begun, and whose end nobody saw. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, … */
  type: string;
  urn: string;
}

export interface StackState {
  /** When the state was last written, by the engine or by hand; empty where there is nothing in it. */
  writtenAt: string;
  isEmpty: boolean;
  pending: readonly PendingOperation[];
}

/** Reads a stack's state through Pulumi, secrets sealed. */
export async function stateOf({ name, pulumi }: Stack): Promise<StackState> {
  const { deployment } = schema.parse(await jsonOf(name, pulumi, ["stack", "export"]));
  const isEmpty = (deployment.resources ?? []).length === 0;
  return {
    // Of a stack that was never written, the time is that of looking at it.
    writtenAt: isEmpty ? "" : deployment.manifest.time,
    isEmpty,
    pending: deployment.pending_operations.map(({ type, resource }) => ({ type, urn: resource.urn })),
  };
}
