import { Command } from "commander";
import { isRefused, policyText, previewOf } from "../changes/index.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options } from "./options.ts";
import { writePreview } from "./preview-file.ts";

export function policyArguments(given: Given) {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", "name the stack to judge"),
    json: options.optionalText("json"),
  };
  options.check();
  return read;
}

export function policy(context: CommandContext): Command {
  return new Command("policy")
    .description(
      "Judge a stack's preview by the policies, as a pull request does. Exit code 2: a mandatory one is violated.",
    )
    .option("-s, --stack <name>", "the stack to judge")
    .option("--json <file>", "write it there too")
    .action(async (given: Given) => {
      const { stack, json } = policyArguments(given);
      const preview = await previewOf(await context.stack(stack), { stop: context.stop });
      context.stdout.write(policyText(preview));
      await writePreview(json, preview, { refused: isRefused(preview) });
      if (isRefused(preview)) context.setExitCode(2);
    });
}
