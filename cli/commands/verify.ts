import { Command } from "commander";
import { interrupted, isInterruption } from "../terminal/interrupt.ts";
import { JsonFile } from "../terminal/json-file.ts";
import { lastOf, type StackCheck } from "../verify/check.ts";
import { flexTokenIn } from "../verify/flex-token.ts";
import { countsOf, lineOf, summaryOf } from "../verify/summary.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options } from "./options.ts";

export interface StackVerifyArguments {
  stack: string;
  /** Seconds. */
  timeLimit: number;
  /** Seconds. */
  patience: number;
  json: string | undefined;
}

export function stackVerifyArguments(given: Given): StackVerifyArguments {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", "name the stack that is up"),
    timeLimit: options.wholeNumber("timeLimit", 10, 3600, 300),
    patience: options.wholeNumber("patience", 0, 3600, 0),
    json: options.optionalText("json"),
  };
  options.check();
  return read;
}

export function verify(context: CommandContext): Command {
  return new Command("verify")
    .description("Try a stack that is up through its public interfaces. Exit code 2 where a check has failed.")
    .option("-s, --stack <name>", "the stack that is tried")
    .option("--time-limit <seconds>", "what is not done by then has failed, 10 to 3600 (300)")
    .option("--patience <seconds>", "how long checks that fail, say right after an up, are made again, 0 to 3600 (0)")
    .option("--json <file>", "write the checks there too")
    .action(async (given: Given) => {
      await verifyAndTell(stackVerifyArguments(given), context);
    });
}

async function verifyAndTell(args: StackVerifyArguments, context: CommandContext): Promise<void> {
  const stack = await context.stack(args.stack);
  const flexToken = flexTokenIn(stack.environment);
  const json = args.json === undefined ? undefined : await JsonFile.open(args.json, "checks");
  const made: StackCheck[] = [];
  try {
    // Pulumi's library comes with the settings, and is slow to load for commands that don't need it.
    const { verifyStack } = await import("../verify/index.ts");
    const poll = context.tuning?.poll;
    const times = { timeLimit: args.timeLimit * 1000, patience: args.patience * 1000, poll, pause: poll };
    for await (const check of verifyStack(stack, { flexToken, stop: context.stop, ...times })) {
      made.push(check);
      context.stdout.write(lineOf(check));
    }
    for (const check of lastOf(made)) await json?.add(check);
    await json?.end({ stack: stack.name, ...countsOf(lastOf(made)) });
  } catch (error) {
    await json?.discard();
    if (!isInterruption(error, context.stop)) throw error;
    return context.setExitCode(interrupted);
  }
  const checks = lastOf(made);
  context.stdout.write(summaryOf(checks));
  if (checks.some(({ outcome }) => outcome === "failed")) context.setExitCode(2);
}
