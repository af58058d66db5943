import { Command } from "commander";
import { promote } from "../promote/promotion.ts";
import type { CommandContext } from "./context.ts";
import { type DeliveryMeans, deliveryMeans, deliveryOptions, runDelivery, withDeliveryOptions } from "./delivery.ts";
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
  const command = new Command("promote")
    .description(
      "Bring to a stack what another one runs: the same commit, once all that could stand against it is known.",
    )
    .option("--from <stack>", "the stack whose commit it is, which is the one that is checked out")
    .option("--to <stack>", "the stack that is to run it");
  return withDeliveryOptions(command).action(async (given: Given) => {
    const { from, to, ...options } = promoteArguments(given);
    await runDelivery(context, means, options, async (tools) =>
      promote(await context.stack(from), await context.stack(to), tools),
    );
  });
}
