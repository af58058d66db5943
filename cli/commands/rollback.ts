import { Command } from "commander";
import { rollBack } from "../promote/rollback.ts";
import type { CommandContext } from "./context.ts";
import { type DeliveryMeans, deliveryMeans, deliveryOptions, runDelivery } from "./delivery.ts";
import { type Given, Options } from "./options.ts";

export function rollbackArguments(given: Given) {
  const options = new Options(given);
  const read = { stack: options.text("stack", "name the stack that is to go back"), ...deliveryOptions(options) };
  options.check();
  return read;
}

export function rollbackCommand(context: CommandContext, means: DeliveryMeans = deliveryMeans): Command {
  return new Command("rollback")
    .description("Take a stack back to the commit that was recorded on it before.")
    .option("-s, --stack <name>", "the stack")
    .option("-y, --yes", "ask nothing")
    .option("--dry-run", "end after the report")
    .option("--markdown <file>", "write the report there too, as Markdown")
    .option("--json <file>", "write it there too")
    .option("--patience <seconds>", "how long to verify again what fails right after the update, 0 to 3600 (60)")
    .action(async (given: Given) => {
      const { stack, ...options } = rollbackArguments(given);
      await runDelivery(context, means, options, async (tools) => rollBack(await context.stack(stack), tools));
    });
}
