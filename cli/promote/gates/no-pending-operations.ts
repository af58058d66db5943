import type { PendingOperation } from "../../stack/state.ts";
import type { StackFacts } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** No operation was begun on a stack whose end nobody saw, as when a Pulumi is killed: what came of it must be known first. */
export function noPendingOperations<Role extends "from" | "to">(role: Role): Gate<Record<Role, StackFacts>> {
  return {
    name: "no pending operations",
    async refusals({ [role]: stack }) {
      const { pending } = await stack.state();
      if (pending.length === 0) return [];
      const operations = pending.map((operation) => textOf(operation)).join(", ");
      return [
        `${stack.name}: has operations whose end nobody saw: ${operations}; look what came of them, then ` +
          `\`npm run pulumi -- refresh --stack ${stack.name}\` settles it`,
      ];
    },
  };
}

function textOf({ type, urn }: PendingOperation): string {
  const [resourceType = "", name = ""] = urn.split("::").slice(2);
  return `${type} ${resourceType.split("$").at(-1)} ${name}`;
}
