import type { Checkout } from "../checkout.ts";
import type { Gate } from "./gate.ts";

/** How many files are named. */
const most = 5;

/** The working tree is exactly the commit: a file that is not in it, and not ignored, could be read by the program. */
export const cleanTree: Gate<{ checkout: Checkout }> = {
  name: "clean tree",
  async refusals({ checkout: { changes } }) {
    if (changes.length === 0) return [];
    const named = changes.slice(0, most).join(", ");
    const others = changes.length > most ? ` and ${changes.length - most} more` : "";
    return [
      `working tree: ${named}${others}: not as in the commit; commit and bring the stack up with it first, or put it away ` +
        "with `git stash --include-untracked`",
    ];
  },
};
