import { shortName } from "../../stack/short-name.ts";
import { compareConfigurations } from "../configuration/compare.ts";
import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** `to`'s configuration has every key that `from` has, and keeps secret what is secret there. */
export const wholeConfiguration: Gate<Pick<PromotionSubject, "from" | "to">> = {
  name: "whole configuration",
  async refusals({ from, to }) {
    const [ours, theirs] = await Promise.all([from.configuration(), to.configuration()]);
    const { missing, exposed } = compareConfigurations(
      { name: from.name, configuration: ours },
      { name: to.name, configuration: theirs },
    );
    return [
      ...missing.map(
        (path) =>
          `${path}: is missing or empty in ${to.name}, but ${from.name} has it; say it in Pulumi.${shortName(to.name)}.yaml, also where it is ` +
          "to be as it would be without",
      ),
      ...exposed.map(
        (path) => `${path}: has to be a secret, but is plain text in ${to.name}; set it anew with --secret`,
      ),
    ];
  },
};
