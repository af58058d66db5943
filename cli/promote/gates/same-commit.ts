import { shortHash } from "../checkout.ts";
import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** The commit that is checked out is the one that `from` runs, whole and without anything beside it. */
export const sameCommit: Gate<Pick<PromotionSubject, "from" | "checkout">> = {
  name: "same commit",
  async refusals({ from, checkout }) {
    const { running, last } = await from.history();
    const up = `\`npm run pulumi -- up --stack ${from.name}\``;
    if (last === undefined) return [`--from: ${from.name} was never brought up; ${up} first`];
    if (last.kind === "destroy") return [`--from: ${from.name} was destroyed and runs nothing; ${up} first`];
    if (running === undefined) return [`--from: no update of ${from.name} has come to its end; ${up} first`];
    const { commit, isClean, isPartial } = running;
    if (commit === undefined) {
      return [`--from: ${from.name} was brought up outside git, so that nobody knows what it runs; ${up} from a clone`];
    }
    const reasons: string[] = [];
    if (commit !== checkout.head) {
      reasons.push(
        `--from: ${from.name} runs ${shortHash(commit)}, but ${shortHash(checkout.head)} is checked out; ` +
          `\`git checkout --detach ${commit}\`, or bring ${from.name} up with this one first`,
      );
    }
    if (!isClean) {
      reasons.push(`--from: ${from.name} was brought up with changes that are in no commit; commit them, then ${up}`);
    }
    if (isPartial) {
      reasons.push(`--from: the last update of ${from.name} was of chosen resources only; ${up} without --target`);
    }
    return reasons;
  },
};
