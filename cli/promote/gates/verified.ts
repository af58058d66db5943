import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** `from` does what it is there for. */
export const verified: Gate<Pick<PromotionSubject, "from">> = {
  name: "verified",
  async refusals({ from }) {
    const checks = await from.verification();
    const reasons = checks
      .filter(({ outcome }) => outcome === "failed")
      .map(({ name, detail }) => `${from.name}: ${name}: ${detail}`);
    if (reasons.length === 0 && !checks.some(({ outcome }) => outcome === "passed")) {
      reasons.push(
        `${from.name}: nothing of it could be verified; see \`npm run flex-media -- verify --stack ${from.name}\``,
      );
    }
    return reasons;
  },
};
