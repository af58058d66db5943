import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";
import {
  isRefused,
  markdownFailure,
  markdownReport,
  previewOf,
  type StackPreview,
  textReport,
} from "../changes/index.ts";
import { writeTextFile } from "../terminal/text-file.ts";
import { outcomes, type StackCheck } from "../verify/check.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options } from "./options.ts";
import { writePreview } from "./preview-file.ts";

const verified = z.object({
  checks: z.array(z.object({ name: z.string(), outcome: z.enum(outcomes), detail: z.string() })),
});

export function reportArguments(given: Given) {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", "name the stack to report on"),
    json: options.optionalText("json"),
    markdown: options.optionalText("markdown"),
    commit: options.optionalText("commit"),
    from: options.optionalText("from"),
    verification: options.optionalText("verification"),
  };
  options.check();
  return read;
}

export function report(context: CommandContext): Command {
  return new Command("report")
    .description("Say what `pulumi up` would change in Twilio and AWS, and by which policies. Writes nothing.")
    .option("-s, --stack <name>", "the stack to report on")
    .option("--markdown <file>", "write it there too, fit for a comment on a pull request")
    .option("--json <file>", "write it there too")
    .option("--commit <sha>", "name the commit that it is about")
    .option("--from <stack>", "name the stack that runs this commit already")
    .option("--verification <file>", "tell what `flex-media verify --json` wrote there")
    .action(async (given: Given) => {
      const { stack, json, markdown, commit, from, verification } = reportArguments(given);
      const checks = verification === undefined ? undefined : await checksIn(verification);
      const write = async (text: string) => {
        if (markdown !== undefined) await writeTextFile("markdown", markdown, text);
      };
      let preview: StackPreview;
      try {
        preview = await previewOf(await context.stack(stack), { stop: context.stop });
      } catch (error) {
        // The comment of the last commit would stand there as if it were about this one.
        if (error instanceof Mendable) await write(markdownFailure(stack, error.message));
        throw error;
      }
      const about = { commit, fromStack: from, checks };
      context.stdout.write(textReport(preview, about));
      await write(markdownReport(preview, about));
      await writePreview(json, preview, { refused: isRefused(preview), commit: commit ?? null });
      if (isRefused(preview) || checks?.some(({ outcome }) => outcome === "failed")) context.setExitCode(2);
    });
}

async function checksIn(file: string): Promise<StackCheck[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  try {
    return verified.parse(JSON.parse(text)).checks;
  } catch {
    throw new Mendable(`--verification: ${file} holds no checks; name a file that \`flex-media verify --json\` wrote`);
  }
}
