import { Command } from "commander";
import { queueDepth } from "../archive/queues.ts";
import { redrive } from "../archive/redrive.ts";
import { interrupted } from "../terminal/interrupt.ts";
import { progressBar } from "../terminal/progress-bar.ts";
import { table } from "../terminal/table.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options, stackWanted } from "./options.ts";

const most = 100_000_000;

export function redriveArguments(given: Given) {
  const options = new Options(given);
  const read = { stack: options.text("stack", stackWanted), max: options.wholeNumber("max", 1, most, most) };
  options.check();
  return read;
}

export function archiveRedrive(context: CommandContext): Command {
  return new Command("redrive")
    .description("Put dead letters back into the archive's queue, once what kept their recordings out is mended.")
    .option("-s, --stack <name>", "the stack whose archive it is")
    .option("--max <n>", "no more than so many")
    .action(async (given: Given) => {
      const { stack, max } = redriveArguments(given);
      const archive = await context.open(stack);
      try {
        const { waiting, inFlight } = await queueDepth(archive.sqs, archive.deadLetterQueueUrl, context.stop);
        const atMost = Math.min(max, waiting);
        const progress = progressBar(context.stderr, "Moved, dead letters");
        const onMoved = (moved: number) => progress.update(Math.min(1, moved / atMost), moved);
        const { moved, byReason, kept } = await redrive(archive, atMost, onMoved, context.stop).finally(progress.end);
        context.stdout.write(
          table(["put back, given up for", "letters"], [...Object.entries(byReason), ["in all", moved]]),
        );
        if (kept > 0) context.stdout.write(`${kept} could not be deleted there, and will be in both queues.\n`);
        if (inFlight > 0) {
          context.stdout.write(`${inFlight} are being looked at by somebody; run the command again in some minutes.\n`);
        }
        if (context.stop.aborted) context.setExitCode(interrupted);
      } finally {
        archive.close();
      }
    });
}
