import { shortName } from "../../stack/short-name.ts";
import type { Configuration, ConfigValue } from "../configuration/configuration.ts";
import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** What tells with which credentials a stack's AWS account is opened. */
const opening = /^aws:(profile|accessKey|assumeRole\w*|shared\w+Files?)$/;

/**
 * Stacks in two AWS accounts each say how theirs is opened: a promotion works on both, and credentials in the environment
 * open one of them. In the other all resources would look as if they were gone.
 */
export const ownCredentials: Gate<Pick<PromotionSubject, "from" | "to">> = {
  name: "own credentials",
  async refusals({ from, to }) {
    const stacks = await Promise.all(
      [from, to].map(async ({ name, configuration }) => ({ name, configuration: await configuration() })),
    );
    const [ours = [], theirs = []] = stacks.map(({ configuration }) => accountsIn(configuration));
    if (ours.length === 0 || theirs.length === 0 || ours.some((account) => theirs.includes(account))) return [];
    return stacks
      .filter(({ configuration }) => !Object.keys(configuration).some((key) => opening.test(key)))
      .map(
        ({ name }) =>
          `aws:profile: is missing in ${name}, and ${from.name} and ${to.name} are in two AWS accounts, of which credentials ` +
          `in the environment open but one; name the profile in Pulumi.${shortName(name)}.yaml`,
      );
  },
};

function accountsIn({ "aws:allowedAccountIds": given }: Configuration): string[] {
  const accounts: readonly ConfigValue[] = Array.isArray(given) ? given : [];
  return accounts.map(String);
}
