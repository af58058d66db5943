/**
 * `npm run bench -- archive-store`: the archive's store against the plain pipe, a download that is piped to an upload,
 * side by side in this run. The servers keep nothing and check nothing, so that it is the store that takes the time:
 * an emulator of S3 would be slower than both sides, and hide what lies between them.
 */

import { parseArgs } from "node:util";
import { BenchProcess } from "./archive-store/processes.ts";
import { type BenchRecording, mebibyte, recordings } from "./archive-store/recordings.ts";
import type { Side, Taken } from "./archive-store/side.ts";
import { row } from "./table.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    /** Recordings of 1 MiB. */
    short: { type: "string", default: "60" },
    /** Length of the long one, in MiB. */
    long: { type: "string", default: "256" },
    /** What an answer of Twilio takes to begin over the internet, in milliseconds. */
    twilio: { type: "string", default: "100" },
    /** What one of S3 takes within the region. */
    aws: { type: "string", default: "10" },
    /** A folder for a CPU profile of each process. */
    profile: { type: "string" },
  },
});
const sides: readonly Side[] = ["ours", "plain", "no-digest"];
const none = { twilio: 0, aws: 0 };
const some = { twilio: Number(values.twilio), aws: Number(values.aws) };
const long = recordings(1, Number(values.long));
const short = recordings(Number(values.short), 1);
const tasks = [
  { name: `1 of ${values.long} MiB`, all: long, waits: none },
  { name: `${short.length} of 1 MiB`, all: short, waits: none },
  { name: `1 of ${values.long} MiB, waits`, all: long, waits: some },
  { name: `${short.length} of 1 MiB, waits`, all: short, waits: some },
];

const taken = new Map<string, Taken[]>();
const twilio = await BenchProcess.start<string>("server.ts", ["twilio"]);
const s3 = await BenchProcess.start<string>("server.ts", ["s3"]);
try {
  for (let round = 0; round < Number(values.rounds); round += 1) await measureRound(round);
  report();
} finally {
  await Promise.all([twilio.end(), s3.end()]);
}

/** All sides in new processes, by turns, so that what disturbs the machine disturbs all. */
async function measureRound(round: number): Promise<void> {
  const profile = values.profile ? ["--cpu-prof", "--cpu-prof-dir", values.profile] : [];
  await waits(none);
  const running = new Map<Side, BenchProcess<"warm">>();
  try {
    for (const side of sides) {
      running.set(side, await BenchProcess.start<"warm">("side.ts", [side, twilio.ready, s3.ready], profile));
    }
    for (const task of tasks) {
      await waits(task.waits);
      // No side always comes first.
      for (const at of sides.keys()) {
        const side = sides[(round + at) % sides.length] ?? "ours";
        await s3.ask("received");
        const one = await running.get(side)?.ask<Taken>(task.all);
        haveAllCome(task.all, await s3.ask<number[]>("received"));
        if (one) taken.set(`${side}: ${task.name}`, [...(taken.get(`${side}: ${task.name}`) ?? []), one]);
      }
    }
  } finally {
    await Promise.all([...running.values()].map((one) => one.end()));
  }
}

async function waits({ twilio: ofTwilio, aws }: typeof none): Promise<void> {
  await twilio.ask({ wait: ofTwilio });
  await s3.ask({ wait: aws });
}

function haveAllCome(all: readonly BenchRecording[], received: readonly number[]): void {
  const isWhole = received.length === all.length && received.every((bytes) => bytes === all[0]?.bytes);
  if (!isWhole) throw new Error(`${received.length} of ${all.length} recordings came whole.`);
}

function report(): void {
  row("", "ours", "plain", "ratio", "no digest", "ratio");
  for (const { name, all } of tasks) {
    const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
    const speeds = of(name, ({ seconds }) => bytes / mebibyte / seconds);
    line(`${name}, MiB/s`, speeds);
    line(
      "  CPU, ms a MiB",
      of(name, ({ cpuSeconds }) => (cpuSeconds * 1000) / (bytes / mebibyte)),
    );
    if (all === long)
      line(
        "  memory over base, MiB",
        of(name, ({ base, peak }) => (peak - base) / mebibyte),
      );
  }
  console.log(
    `Medians of ${values.rounds} rounds and of their ratios; each side in a warm process of its own, by turns.`,
  );
  console.log("plain: the SDK's calls as they come; no digest: the same, told to take none of what it sends.");
  console.log(`waits: before an answer begins, ${some.twilio} ms at Twilio and ${some.aws} ms at S3.`);
}

/** A side's numbers, round by round. */
function of(name: string, number: (one: Taken) => number): number[][] {
  return sides.map((side) => (taken.get(`${side}: ${name}`) ?? []).map(number));
}

/** Medians, and the medians of what the rounds' ratios are. */
function line(name: string, [ours = [], plain = [], noDigest = []]: number[][]): void {
  const ratio = (other: number[]) => median(ours.map((one, round) => one / (other[round] ?? Number.NaN))).toFixed(2);
  const [our, plains, bare] = [ours, plain, noDigest].map((numbers) => median(numbers).toFixed(1));
  row(name, our ?? "", plains ?? "", ratio(plain), bare ?? "", ratio(noDigest));
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
