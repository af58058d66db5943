import { type Checkout, someOf } from "../checkout.ts";
import type { Gate } from "./gate.ts";

/** The working tree is exactly the commit: a file that is not in it, and not ignored, could be read by the program. */
export const cleanTree: Gate<{ checkout: Checkout }> = {
  name: "clean tree",
  async refusals({ checkout: { changes, hidden } }) {
    const reasons: string[] = [];
    if (changes.length > 0) {
      reasons.push(
        `working tree: ${someOf(changes)}: not as in the commit; commit and bring the stack up with it first, or put it away ` +
          "with `git stash --include-untracked`",
      );
    }
    if (hidden.length > 0) {
      reasons.push(
        `working tree: ${someOf(hidden)}: git was told not to look whether that is as in the commit; let it look with ` +
          "`git update-index --no-skip-worktree --no-assume-unchanged`",
      );
    }
    return reasons;
  },
};
