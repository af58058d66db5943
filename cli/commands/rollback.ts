import { Command } from "commander";
import { rollBack } from "../promote/rollback.ts";
import type { CommandContext } from "./context.ts";
import { type DeliveryMeans, deliveryMeans, deliveryOptions, runDelivery, withDeliveryOptions } from "./delivery.ts";
import { type Given, Options } from "./options.ts";

export function rollbackArguments(given: Given) {
  const options = new Options(given);
  const read = { stack: options.text("stack", "name the stack that is to go back"), ...deliveryOptions(options) };
  options.check();
  return read;
}

export function rollbackCommand(context: CommandContext, means: DeliveryMeans = deliveryMeans): Command {
  const command = new Command("rollback")
    .description("Take a stack back to the commit that was recorded on it before.")
    .option("-s, --stack <name>", "the stack");
  return withDeliveryOptions(command).action(async (given: Given) => {
    const { stack, ...options } = rollbackArguments(given);
    await runDelivery(context, means, options, async (tools) => rollBack(await context.stack(stack), tools));
  });
}
