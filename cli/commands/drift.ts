import { Command } from "commander";
import { driftOf, driftText, hasDrift, markdownDrift } from "../changes/index.ts";
import { writeTextFile } from "../terminal/text-file.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options } from "./options.ts";
import { writePreview } from "./preview-file.ts";

export function driftArguments(given: Given) {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", "name the stack to look at"),
    json: options.optionalText("json"),
    markdown: options.optionalText("markdown"),
  };
  options.check();
  return read;
}

export function drift(context: CommandContext): Command {
  return new Command("drift")
    .description(
      "Say what was changed or deleted behind a stack's back. Writes nothing. Exit code 2: there is something.",
    )
    .option("-s, --stack <name>", "the stack to look at")
    .option("--json <file>", "write it there too")
    .option("--markdown <file>", "write it there too, fit for an issue")
    .action(async (given: Given) => {
      const { stack, json, markdown } = driftArguments(given);
      const found = await driftOf(await context.stack(stack), context.stop);
      context.stdout.write(driftText(found));
      await writePreview(json, found, { drift: hasDrift(found) });
      if (markdown !== undefined) await writeTextFile("markdown", markdown, markdownDrift(found));
      if (hasDrift(found)) context.setExitCode(2);
    });
}
