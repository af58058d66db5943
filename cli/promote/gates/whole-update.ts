import { workLeft } from "../at-work.ts";
import { shortHash } from "../checkout.ts";
import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** `from` was not left half-updated: what was tried last has come to its end. */
export const wholeUpdate: Gate<Pick<PromotionSubject, "from">> = {
  name: "whole update",
  async refusals({ from }) {
    const [history, record] = await Promise.all([from.history(), from.record()]);
    const up = `\`npm run pulumi -- up --stack ${from.name}\``;
    const left = workLeft(history, record);
    if (left !== undefined) {
      return [
        `--from: ${from.name} was being brought up with ${shortHash(left.commit)}, and nobody saw the end of it; wait where ` +
          `it is still at work, else look what came of it and ${up}`,
      ];
    }
    const { last } = history;
    if (last === undefined || last.result === "succeeded") return [];
    const { kind, startTime } = last;
    if (last.result === "in-progress") {
      return [`--from: the ${kind} of ${from.name} that began at ${startTime} is still at work; wait for its end`];
    }
    return [
      `--from: the last ${kind} of ${from.name}, at ${startTime}, failed and may have left it half done; ` +
        `mend what it failed of and ${up}`,
    ];
  },
};
