import { Command } from "commander";
import { interrupted, isInterruption } from "../terminal/interrupt.ts";
import { JsonFile } from "../terminal/json-file.ts";
import type { StackCheck } from "../verify/check.ts";
import { flexTokenIn } from "../verify/flex-token.ts";
import { countsOf, lineOf, summaryOf } from "../verify/summary.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options } from "./options.ts";

export interface StackVerifyArguments {
  stack: string;
  /** Seconds. */
  timeLimit: number;
  json: string | undefined;
}

export function stackVerifyArguments(given: Given): StackVerifyArguments {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", "name the stack that is up"),
    timeLimit: options.wholeNumber("timeLimit", 10, 3600, 300),
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
    .option("--json <file>", "write the checks there too")
    .action(async (given: Given) => {
      await verifyAndTell(stackVerifyArguments(given), context);
    });
}

async function verifyAndTell(args: StackVerifyArguments, context: CommandContext): Promise<void> {
  const stack = await context.stack(args.stack);
  const flexToken = flexTokenIn(stack.environment);
  const json = args.json === undefined ? undefined : await JsonFile.open(args.json, "checks");
  const checks: StackCheck[] = [];
  try {
    // Pulumi's library comes with the settings, and is slow to load for commands that don't need it.
    const { verifyStack } = await import("../verify/index.ts");
    const options = { flexToken, stop: context.stop, timeLimit: args.timeLimit * 1000, poll: context.tuning?.poll };
    for await (const check of verifyStack(stack, options)) {
      checks.push(check);
      await json?.add(check);
      context.stdout.write(lineOf(check));
    }
    await json?.end({ stack: stack.name, ...countsOf(checks) });
  } catch (error) {
    await json?.discard();
    if (!isInterruption(error, context.stop)) throw error;
    return context.setExitCode(interrupted);
  }
  context.stdout.write(summaryOf(checks));
  if (checks.some(({ outcome }) => outcome === "failed")) context.setExitCode(2);
}
