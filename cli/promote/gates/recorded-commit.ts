import { checkoutCommand, shortHash } from "../checkout.ts";
import type { RollbackSubject } from "../facts.ts";
import { rollbackTargets } from "../rollback-target.ts";
import type { Gate } from "./gate.ts";

/** The commit that is checked out is one that was recorded on the stack, and that it may go back to. */
export const recordedCommit: Gate<RollbackSubject> = {
  name: "recorded commit",
  async refusals({ to, checkout }) {
    const [history, record] = await Promise.all([to.history(), to.record()]);
    const targets = rollbackTargets(history, record);
    const [target] = targets;
    if (target === undefined) {
      return [`--stack: ${to.name} has no commit recorded to go back to; promote one that is good`];
    }
    if (targets.includes(checkout.head)) return [];
    return [
      `--stack: ${to.name} goes back to ${shortHash(target)}, but ${shortHash(checkout.head)} is checked out; ` +
        `\`${await checkoutCommand(target)}\`, then run the command again`,
    ];
  },
};
