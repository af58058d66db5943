import type { Change } from "../../changes/index.ts";
import { isOfCode, notRestored } from "../../changes/meaning/restoring.ts";
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
      const { changes, rotated } = await stack.drift();
      // To do as one of them says writes a credential back that may be revoked: so no one stands without this.
      return changes.map((change) =>
        [`${stack.name}: ${driftText(change)}, which ${remedies[role](stack.name, change)}`, ...rotated].join("; "),
      );
    },
  };
}

const remedies = {
  from(stack: string, change: Change): string {
    const undo = `, or undo it with \`npm run pulumi -- up --refresh --stack ${stack}\``;
    return `no commit says; take it into the program or its configuration${exceptionTo(change) || undo}`;
  },
  to(stack: string, change: Change): string {
    const refresh = `npm run pulumi -- refresh --stack ${stack}`;
    if (isOfCode(change)) {
      return (
        `an update would pass over; bring its code back in the Console; or note it with \`${refresh}\`, which hides it ` +
        "from every later report, and promote at once a commit that changes this function's code"
      );
    }
    return (
      `an update would pass over; \`${refresh}\` notes it, which writes the stack's state ` +
      `alone, and the next report shows what becomes of it; or take it into the program or its configuration${exceptionTo(change)}`
    );
  },
} as const;

/** What no update puts right. */
function exceptionTo(change: Change): string {
  const exception = notRestored(change);
  return exception === undefined ? "" : `; ${exception}`;
}
