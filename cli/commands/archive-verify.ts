import { Command } from "commander";
import type { Archive } from "../archive/archive.ts";
import { type DayRange, dayCount, dayOf } from "../archive/days.ts";
import { type Difference, differences, type Finding, verifyArchive } from "../archive/verify.ts";
import { interrupted, isInterruption } from "../terminal/interrupt.ts";
import { JsonFile } from "../terminal/json-file.ts";
import { progressBar } from "../terminal/progress-bar.ts";
import { bytesText, table } from "../terminal/table.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options, stackWanted } from "./options.ts";

export interface VerifyArguments {
  stack: string;
  range: DayRange;
  concurrency: number;
  whole: boolean;
  json: string | undefined;
}

export function verifyArguments(given: Given, now: number): VerifyArguments {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", stackWanted),
    range: options.days(dayOf(now)),
    concurrency: options.wholeNumber("concurrency", 1, 64, 8),
    whole: options.flag("whole"),
    json: options.optionalText("json"),
  };
  options.check();
  return read;
}

export function archiveVerify(context: CommandContext): Command {
  return new Command("verify")
    .description(
      "Compare Twilio's recordings with the bucket. Exit code 2 where something is missing, different or extra.",
    )
    .option("-s, --stack <name>", "the stack whose archive it is")
    .option("--from <day>", "the first day of the recordings, in UTC, as in 2026-01-01")
    .option("--to <day>", "their last day")
    .option("--whole", "read every object to its end, and compare its bytes with the checksum that was noted")
    .option("--concurrency <n>", "requests to AWS at the same time, 1 to 64 (8)")
    .option("--json <file>", "write all findings there")
    .action(async (given: Given) => {
      const args = verifyArguments(given, context.now());
      const archive = await context.open(args.stack);
      try {
        await verify(archive, args, context);
      } finally {
        archive.close();
      }
    });
}

/** How many findings the terminal shows. */
const named = 50;

async function verify(archive: Archive, args: VerifyArguments, context: CommandContext): Promise<void> {
  const json = args.json === undefined ? undefined : await JsonFile.open(args.json, "findings");
  const counts = Object.fromEntries(differences.map((one) => [one, 0])) as Record<Difference, number>;
  const shown: Finding[] = [];
  let [compared, bytes] = [0, 0];
  const progress = progressBar(context.stderr, "Compared, recordings");
  const onDay = (day: string) =>
    progress.update(dayCount({ from: args.range.from, to: day }) / dayCount(args.range), compared);
  try {
    for await (const one of verifyArchive(archive, { ...args, ...context.tuning }, onDay, context.stop)) {
      compared += 1;
      bytes += one.bytes;
      if (!one.finding) continue;
      counts[one.finding.difference] += 1;
      if (shown.length < named) shown.push(one.finding);
      await json?.add(one.finding);
    }
    await json?.end({ ...args.range, compared, bytes, ...counts });
  } catch (error) {
    await json?.discard();
    if (!isInterruption(error, context.stop)) throw error;
    return context.setExitCode(interrupted);
  } finally {
    progress.end();
  }
  const total = differences.reduce((sum, one) => sum + counts[one], 0);
  const rows = differences.map((one): [string, number] => [one, counts[one]]);
  context.stdout.write(`${compared} compared, ${bytesText(bytes)} in the bucket\n`);
  context.stdout.write(table(["difference", "count"], rows));
  for (const { difference, recording, key, reason } of shown) {
    context.stdout.write(`${recording ?? key}  ${difference}: ${reason}\n`);
  }
  if (total > shown.length) context.stdout.write(`and ${total - shown.length} more; --json FILE has them all\n`);
  if (total > 0) context.setExitCode(2);
}
