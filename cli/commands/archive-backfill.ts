import { Command } from "commander";
import type { Archive } from "../archive/archive.ts";
import { type BackfillOptions, enqueueExisting, rehearse } from "../archive/backfill.ts";
import type { Checkpoint, CheckpointStore } from "../archive/checkpoint.ts";
import { type DayRange, dayOf } from "../archive/days.ts";
import { drained } from "../archive/drain.ts";
import { outcomesOf } from "../archive/outcome.ts";
import { BackfillReport, rehearsalText } from "../archive/report.ts";
import { interrupted, isInterruption } from "../terminal/interrupt.ts";
import { JsonFile } from "../terminal/json-file.ts";
import { progressBar } from "../terminal/progress-bar.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options, stackWanted } from "./options.ts";

export interface BackfillArguments {
  stack: string;
  range: DayRange;
  concurrency: number;
  dryRun: boolean;
  restart: boolean;
  wait: boolean;
  json: string | undefined;
}

export function backfillArguments(given: Given, now: number): BackfillArguments {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", stackWanted),
    range: options.days(dayOf(now)),
    concurrency: options.wholeNumber("concurrency", 1, 64, 8),
    dryRun: options.flag("dryRun"),
    restart: options.flag("restart"),
    wait: given.wait !== false,
    json: options.optionalText("json"),
  };
  options.check();
  return read;
}

export function archiveBackfill(context: CommandContext): Command {
  return new Command("backfill")
    .description("Bring recordings that Twilio has from before into the bucket. Goes on where it was ended.")
    .option("-s, --stack <name>", "the stack whose archive it is")
    .option("--from <day>", "the first day of the recordings, in UTC, as in 2026-01-01")
    .option("--to <day>", "their last day")
    .option("--dry-run", "only say how many recordings, hours and bytes there are to store")
    .option("--concurrency <n>", "requests to AWS at the same time, 1 to 64 (8)")
    .option("--json <file>", "write the report there too, with every recording that is not in the bucket")
    .option("--restart", "begin the range anew, whatever was done of it before")
    .option("--no-wait", "end once all is enqueued, without the final report")
    .action(async (given: Given) => {
      const args = backfillArguments(given, context.now());
      const archive = await context.open(args.stack);
      try {
        await (args.dryRun ? dryRun(archive, args, context) : backfill(archive, args, context));
      } finally {
        archive.close();
      }
    });
}

async function dryRun(archive: Archive, args: BackfillArguments, context: CommandContext): Promise<void> {
  const progress = progressBar(context.stderr, "Listed, recordings");
  const onListed = (share: number, { listed }: { listed: number }) => progress.update(share, listed);
  const tally = await rehearse(archive, optionsOf(args, context), onListed, context.stop).finally(progress.end);
  if (context.stop.aborted) return context.setExitCode(interrupted);
  context.stdout.write(rehearsalText(tally));
  const json = args.json === undefined ? undefined : await JsonFile.open(args.json, "recordings");
  await json?.end({ ...args.range, dryRun: true, ...tally });
}

async function backfill(archive: Archive, args: BackfillArguments, context: CommandContext): Promise<void> {
  // A file that can't be written shows now rather than after hours.
  const json = args.json === undefined ? undefined : await JsonFile.open(args.json, "recordings");
  let isReported = false;
  try {
    isReported = await enqueueAndReport(archive, args, json, context);
  } catch (error) {
    if (!isInterruption(error, context.stop)) throw error;
  } finally {
    if (!isReported) await json?.discard();
  }
  if (context.stop.aborted && !isReported) {
    context.stderr.write(`Ended before all was done. Go on with: ${commandLine(archive, args)}\n`);
    context.setExitCode(interrupted);
  }
}

/** Whether all came to its end. */
async function enqueueAndReport(
  archive: Archive,
  args: BackfillArguments,
  json: JsonFile | undefined,
  context: CommandContext,
): Promise<boolean> {
  const { checkpoint, store } = await enqueue(archive, args, context);
  if (checkpoint.position !== null) return false;
  if (!args.wait) {
    await json?.end({ ...args.range, ...checkpoint.tally });
    context.stdout.write(`For the final report: ${commandLine(archive, args)}\n`);
    return true;
  }
  const queue = await drain(archive, checkpoint, context);
  const report = await reportOn(archive, args, { checkpoint, isBusy: queue === "busy" }, json, context);
  if (queue === "empty") await finish(store, checkpoint, context);
  await json?.end(report.summary(args.range));
  context.stdout.write(report.text());
  if (report.counts.failed > 0) context.setExitCode(2);
  return true;
}

async function enqueue(archive: Archive, args: BackfillArguments, context: CommandContext) {
  const progress = progressBar(context.stderr, "Listed, recordings");
  const done = await enqueueExisting(
    archive,
    { ...optionsOf(args, context), restart: args.restart },
    (share, { listed }) => progress.update(share, listed),
    context.stop,
  ).finally(progress.end);
  const { listed, skipped, enqueued, absent, deleted, unfinished } = done.checkpoint.tally;
  const others = Object.entries({ absent, deleted, unfinished }).flatMap(([name, count]) =>
    count > 0 ? [`${count} ${name}`] : [],
  );
  const sentence = [`${listed} listed`, `${enqueued} enqueued`, `${skipped} in the bucket already`, ...others];
  context.stderr.write(`${sentence.join(", ")}\n`);
  return done;
}

async function drain(archive: Archive, { tally }: Checkpoint, context: CommandContext): Promise<"empty" | "busy"> {
  const progress = progressBar(context.stderr, "Stored, of the queue's messages");
  let most = tally.enqueued;
  const onLook = (left: number) => {
    most = Math.max(most, left);
    progress.update(most === 0 ? 1 : 1 - left / most, most - left);
  };
  return drained(archive, context.tuning ?? {}, onLook, context.stop).finally(progress.end);
}

async function reportOn(
  archive: Archive,
  args: BackfillArguments,
  { checkpoint, isBusy }: { checkpoint: Checkpoint; isBusy: boolean },
  json: JsonFile | undefined,
  context: CommandContext,
): Promise<BackfillReport> {
  const report = new BackfillReport();
  const progress = progressBar(context.stderr, "Compared, recordings");
  const startedAt = Date.parse(checkpoint.startedAt);
  try {
    for await (const one of outcomesOf(archive, { ...optionsOf(args, context), startedAt, isBusy }, context.stop)) {
      if (report.add(one)) await json?.add(one);
      progress.update(Math.min(1, report.total / Math.max(1, checkpoint.tally.listed)), report.total);
    }
  } finally {
    progress.end();
  }
  return report;
}

async function finish(store: CheckpointStore, checkpoint: Checkpoint, { now }: CommandContext): Promise<void> {
  await store.write({ ...checkpoint, finishedAt: new Date(now()).toISOString() });
}

function optionsOf({ range, concurrency }: BackfillArguments, { tuning }: CommandContext): BackfillOptions {
  return { range, concurrency, ...tuning };
}

function commandLine({ stack }: Archive, { range }: BackfillArguments): string {
  return `npm run flex-media -- archive backfill --stack ${stack} --from ${range.from} --to ${range.to}`;
}
