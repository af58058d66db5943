import { shortName } from "../../stack/short-name.ts";
import { accountOf } from "../configuration/own.ts";
import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** The stacks are two, on two Twilio accounts: on one they would fight over its one Flex Configuration. */
export const separateAccounts: Gate<Pick<PromotionSubject, "from" | "to">> = {
  name: "separate accounts",
  async refusals({ from, to }) {
    if (isSameStack(from.name, to.name))
      return [`--to: is the stack that --from names; name the one that comes after it`];
    const reasons: string[] = [];
    const accounts = await Promise.all(
      [from, to].map(async ({ name, configuration, environment }) => {
        const account = accountOf(await configuration(), environment);
        if (account === undefined) {
          reasons.push(
            `twilio:accountSid: is missing or no account SID in ${name}; set it in Pulumi.${shortName(name)}.yaml`,
          );
        }
        return account?.toLowerCase();
      }),
    );
    if (reasons.length === 0 && accounts[0] === accounts[1]) {
      reasons.push(
        `twilio:accountSid: is the same account in ${from.name} and ${to.name}, which would fight over its one Flex ` +
          `Configuration; give ${to.name} an account of its own`,
      );
    }
    return reasons;
  },
};

/** Names may come with organization and project; what one leaves out, it doesn't tell apart. */
function isSameStack(one: string, other: string): boolean {
  const [ours, theirs] = [one.split("/").reverse(), other.split("/").reverse()];
  return ours.every((part, index) => theirs[index] === undefined || theirs[index] === part);
}
