import type { Change } from "../../changes/index.ts";
import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** Nobody has changed `from` behind its back: what was tried there is what its commit says. */
export const noDrift: Gate<Pick<PromotionSubject, "from">> = {
  name: "no drift",
  async refusals({ from }) {
    const { changes } = await from.drift();
    return changes.map(
      (change) =>
        `${from.name}: ${textOf(change)}, which no commit says; take it into the program or its configuration, or undo it ` +
        `with \`npm run pulumi -- up --refresh --stack ${from.name}\``,
    );
  },
};

function textOf({ name, type, operation, properties }: Change): string {
  if (operation === "delete") return `${name} (${type}) is gone`;
  const changes = properties.map(
    ({ path, before = "nothing", after = "nothing" }) => `${path} from ${before} to ${after}`,
  );
  return `${name} (${type}) was changed${changes.length > 0 ? `: ${changes.join(", ")}` : ""}`;
}
