import { driftText } from "../change-text.ts";
import type { StackFacts } from "../facts.ts";
import type { Gate } from "./gate.ts";

/**
 * Nobody has changed a stack behind its back. In `from` what was tried is what its commit says; in `to` the report tells
 * all that will be otherwise, as an update neither sees nor undoes what its stack's state doesn't know.
 */
export function noDrift<Role extends "from" | "to">(role: Role): Gate<Record<Role, StackFacts>> {
  return {
    name: "no drift",
    async refusals({ [role]: stack }) {
      const { changes } = await stack.drift();
      return changes.map((change) => `${stack.name}: ${driftText(change)}, which ${remedies[role](stack.name)}`);
    },
  };
}

const remedies = {
  from: (stack: string) =>
    "no commit says; take it into the program or its configuration, or undo it with " +
    `\`npm run pulumi -- up --refresh --stack ${stack}\``,
  to: (stack: string) =>
    `an update would pass over; \`npm run pulumi -- refresh --stack ${stack}\` notes it, which writes the stack's state ` +
    "alone, and the next report shows what becomes of it; or take it into the program or its configuration",
} as const;
