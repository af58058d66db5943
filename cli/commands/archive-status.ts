import { Command } from "commander";
import { type ArchiveStatus, archiveStatus } from "../archive/status.ts";
import { JsonFile } from "../terminal/json-file.ts";
import { durationText } from "../terminal/pace.ts";
import { table } from "../terminal/table.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options, stackWanted } from "./options.ts";

export function statusArguments(given: Given) {
  const options = new Options(given);
  const read = {
    stack: options.text("stack", stackWanted),
    overdueMinutes: options.wholeNumber("overdue", 1, 100_000, 60),
    json: options.optionalText("json"),
  };
  options.check();
  return read;
}

export function archiveStatusCommand(context: CommandContext): Command {
  return new Command("status")
    .description("Say what the archive is at: its queues, its dead letters, what is overdue, the last backfill.")
    .option("-s, --stack <name>", "the stack whose archive it is")
    .option("--overdue <minutes>", "name recordings that have been on their way for longer (60)")
    .option("--json <file>", "write it there too")
    .action(async (given: Given) => {
      const { stack, overdueMinutes, json } = statusArguments(given);
      const archive = await context.open(stack);
      try {
        const asked = { overdueAfter: overdueMinutes * 60_000, now: context.now() };
        const status = await archiveStatus(archive, asked, context.stop);
        context.stdout.write(statusText(status, overdueMinutes));
        if (json === undefined) return;
        const { overdue, ...others } = status;
        const file = await JsonFile.open(json, "overdueRecordings");
        for (const recording of overdue.recordings) await file.add({ recording });
        await file.end({ ...others, overdue: overdue.count });
      } finally {
        archive.close();
      }
    });
}

export function statusText({ queue, deadLetters, overdue, backfill }: ArchiveStatus, overdueMinutes: number): string {
  const oldest = queue.oldestSeconds === undefined ? "" : `the oldest for ${durationText(queue.oldestSeconds)}`;
  const rows: (string | number)[][] = [
    ["queue: waiting", queue.waiting + queue.delayed, oldest],
    ["queue: in flight", queue.inFlight, "being stored, or to be tried again later"],
    ["dead letters", deadLetters.count, deadLetters.oldest ? `the oldest of ${deadLetters.oldest}` : ""],
    ...Object.entries(deadLetters.byReason).map(([reason, count]) => [`  ${reason}`, count, ""]),
    ["overdue", overdue.count, `expected for more than ${overdueMinutes} min, and not stored`],
  ];
  const lines: string[] = overdue.recordings.map((recording) => `${recording}  overdue`);
  if (overdue.count > overdue.recordings.length) lines.push(`and ${overdue.count - overdue.recordings.length} more`);
  if (deadLetters.read < deadLetters.count) lines.push(`Reasons are of the first ${deadLetters.read} dead letters.`);
  if (deadLetters.count > 0) lines.push("`flex-media archive redrive` puts dead letters back into the queue.");
  lines.push(backfillText(backfill));
  return `${table(["archive", "count", ""], rows)}${lines.map((line) => `${line}\n`).join("")}`;
}

function backfillText(backfill: ArchiveStatus["backfill"]): string {
  if (!backfill) return "No backfill has been run.";
  const { from, to, position, tally, finishedAt } = backfill;
  const state = finishedAt
    ? `finished at ${finishedAt}`
    : position
      ? `has come to ${position.day}`
      : "has enqueued all, and was not waited for";
  return `Last backfill, ${from} to ${to}: ${state}; ${tally.listed} listed, ${tally.enqueued} enqueued, ${tally.skipped} skipped.`;
}
