import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** `from` was not left half-updated: what was tried last has come to its end. */
export const wholeUpdate: Gate<Pick<PromotionSubject, "from">> = {
  name: "whole update",
  async refusals({ from }) {
    const { last } = await from.history();
    if (last === undefined || last.result === "succeeded") return [];
    const { kind, startTime } = last;
    if (last.result === "in-progress") {
      return [`--from: the ${kind} of ${from.name} that began at ${startTime} is still at work; wait for its end`];
    }
    return [
      `--from: the last ${kind} of ${from.name}, at ${startTime}, failed and may have left it half done; ` +
        `mend what it failed of and \`npm run pulumi -- up --stack ${from.name}\``,
    ];
  },
};
