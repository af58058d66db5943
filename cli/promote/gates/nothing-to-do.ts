import { isNews } from "../../changes/meaning/news.ts";
import { titleOf } from "../../changes/meaning/resources.ts";
import { overwriting } from "../../changes/meaning/rotation.ts";
import { propertiesText } from "../change-text.ts";
import type { PromotionSubject } from "../facts.ts";
import type { Gate } from "./gate.ts";

/** How many resources are named. */
const most = 5;

/**
 * `from` is what its commit makes of it. Its history alone doesn't tell: a refresh takes a click into its state, a killed
 * update leaves half of another commit there, and `--config-file` is no file of the commit.
 */
export const nothingToDo: Gate<Pick<PromotionSubject, "from">> = {
  name: "nothing to do",
  async refusals({ from }) {
    const { changes } = await from.outstanding();
    const left = changes.filter((change) => !isNews(change));
    if (left.length === 0) return [];
    const named = left
      .slice(0, most)
      .map((change) => `${change.operation} ${change.name} (${change.type})${propertiesText(change)}`);
    const written = left.flatMap((change) => {
      const caution = overwriting(change);
      return caution === undefined ? [] : [`${titleOf(change)}: ${caution}`];
    });
    const others = left.length > most ? [`${left.length - most} more`] : [];
    return [
      `${from.name}: is not what its commit makes of it, as an update would still do something: ` +
        `${[...named, ...others].join("; ")}; \`npm run pulumi -- up --stack ${from.name}\`, and see that it is well` +
        written.map((caution) => `; ${caution}`).join(""),
    ];
  },
};
