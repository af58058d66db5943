import { Command } from "commander";
import { promote } from "../promote/promotion.ts";
import type { CommandContext } from "./context.ts";
import { type DeliveryMeans, deliveryMeans, deliveryOptions, runDelivery } from "./delivery.ts";
import { type Given, Options } from "./options.ts";

export function promoteArguments(given: Given) {
  const options = new Options(given);
  const read = {
    from: options.text("from", "name the stack whose commit it is"),
    to: options.text("to", "name the stack that is to run it"),
    ...deliveryOptions(options),
  };
  options.check();
  return read;
}

export function promoteCommand(context: CommandContext, means: DeliveryMeans = deliveryMeans): Command {
  return new Command("promote")
    .description(
      "Bring to a stack what another one runs: the same commit, once all that could stand against it is known.",
    )
    .option("--from <stack>", "the stack whose commit it is, which is the one that is checked out")
    .option("--to <stack>", "the stack that is to run it")
    .option("-y, --yes", "ask nothing")
    .option("--dry-run", "end after the report")
    .option("--markdown <file>", "write the report there too, as Markdown")
    .option("--json <file>", "write it there too")
    .option("--patience <seconds>", "how long to verify again what fails right after the update, 0 to 3600 (60)")
    .action(async (given: Given) => {
      const { from, to, ...options } = promoteArguments(given);
      await runDelivery(context, means, options, async (tools) =>
        promote(await context.stack(from), await context.stack(to), tools),
      );
    });
}
