import type { StackFacts } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** The stack is there, and its backend can be read. */
export function exists<Role extends "from" | "to">(role: Role): Gate<Record<Role, StackFacts>> {
  return {
    name: "exists",
    async refusals({ [role]: stack }) {
      await stack.history();
      return [];
    },
  };
}
