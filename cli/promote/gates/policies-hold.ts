import type { StackFacts } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** No mandatory policy objects to what the update would make of `to`; a preview that fails refuses in Pulumi's words. */
export const policiesHold: Gate<{ to: StackFacts }> = {
  name: "policies",
  async refusals({ to }) {
    const { violations } = await to.preview();
    return violations
      .filter(({ level }) => level === "mandatory")
      .map(({ policy, message }) => `${to.name}: ${policy}: ${message}`);
  },
};
