/**
 * `node test/bench/backfill.ts`: a backfill of 20,000 recordings, killed three times and run again, between the local
 * Twilio and the local AWS. Shows its memory over time and its rate, and that the bucket is right in the end.
 */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { dayAfter } from "../../cli/archive/days.ts";
import { randomNumbers } from "../../local/twilio/callbacks/random-numbers.ts";
import { type Archived, archived } from "../contract/cli/archived.ts";
import { type RunningCommand, startCommand } from "../contract/cli/command.ts";
import { Cleanup, eventually } from "../contract/local-aws/fixture.ts";
import { row } from "./table.ts";

const { values } = parseArgs({
  options: {
    recordings: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    /** Ends once all is enqueued, and so shows the memory of longer lists. */
    "no-store": { type: "boolean", default: false },
  },
});
const count = Number(values.recordings);
const days = 20;
const random = randomNumbers(Number(values.seed));

const cleanup = new Cleanup();
try {
  const it = await archived(cleanup);
  const sids: string[] = [];
  let to = "2026-01-01";
  for (let day = 0; day < days; day += 1) {
    if (day > 0) to = dayAfter(to);
    sids.push(...it.record(to, Math.ceil(count / days)));
  }
  const words = ["archive", "backfill", "--from", "2026-01-01", "--to", to];
  console.log(`${sids.length} recordings of ${days} days`);
  row("", "s", "pages", "MiB now", "MiB most");
  for (let kill = 1; kill <= 3; kill += 1) {
    const command = start(it, words);
    const pages = 2 + Math.floor(random() * 4);
    const watched = watch(it, command);
    await eventually(() => pagesOf(it) >= pages);
    await sleep(random() * 200);
    command.kill("SIGKILL");
    shown(`killed, ${kill}`, await watched);
  }
  const listing = start(it, [...words, "--no-wait"]);
  const watched = watch(it, listing);
  const { stderr } = await listing.ended;
  shown("run to its end", await watched);
  console.log(stderr.trim());

  if (!values["no-store"]) await storeAndReport(it, words, sids);
} finally {
  await cleanup.run();
}

async function storeAndReport(it: Archived, words: readonly string[], sids: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const report = start(it, words);
  const [reported, { stdout }] = await Promise.all([watch(it, report), report.ended, storing(it, report)]);
  shown("drained and reported", reported);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${(sids.length / seconds).toFixed(0)} recordings a second were stored\n${stdout}`);
  const stored = await it.stored();
  const isRight = stored.length === sids.length && sids.toSorted().every((sid, at) => sid === stored[at]);
  console.log(isRight ? "The bucket has each of them, and nothing else." : `The bucket is wrong: ${stored.length}`);
  process.exitCode = isRight ? 0 : 1;
}

function start(it: Archived, words: readonly string[]): RunningCommand {
  it.twilio.control.requests.clear();
  const settings = { name: "bench", outputs: it.outputs, values: it.values, tuning: { poll: 1_000 } };
  const command = startCommand(words, settings);
  cleanup.add(() => command.kill("SIGKILL"));
  return command;
}

function pagesOf(it: Archived): number {
  return it.twilio.control.requests.list().filter(({ path }) => path.endsWith("/Recordings.json")).length;
}

interface Sample {
  seconds: number;
  pages: number;
  mebibytes: number;
}

/** A command's memory every half second until its end. */
async function watch(it: Archived, { pid, ended }: RunningCommand): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const mebibytes = residentMebibytes(pid);
    const seconds = (performance.now() - startedAt) / 1000;
    if (mebibytes > 0) samples.push({ seconds, pages: pagesOf(it), mebibytes });
    await sleep(500);
  }
  return samples;
}

function residentMebibytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** A command's memory at some moments of its run. */
function shown(name: string, samples: readonly Sample[]): void {
  let most = 0;
  const step = Math.max(1, Math.floor(samples.length / 8));
  for (const [at, { seconds, pages, mebibytes }] of samples.entries()) {
    most = Math.max(most, mebibytes);
    if (at % step !== 0 && at < samples.length - 1) continue;
    row(at === 0 ? name : "", seconds.toFixed(1), String(pages), mebibytes.toFixed(0), most.toFixed(0));
  }
}

/** Does the store function's work, several batches at a time, until the command has ended. */
async function storing(it: Archived, { ended }: RunningCommand): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const store = it.storeWith({}, { CONCURRENCY: "10" });
  const { sqs } = it.clients;
  const turn = async () => {
    while (!isOver) {
      const asked = { QueueUrl: it.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
      if (Messages.length === 0) continue;
      const Records = Messages.map(({ MessageId, ReceiptHandle, Body }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: { ApproximateReceiveCount: "1" },
      }));
      const { batchItemFailures } = await store({ Records });
      const again = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const Entries = Messages.filter(({ MessageId = "" }) => !again.has(MessageId)).map(({ ReceiptHandle }, at) => ({
        Id: String(at),
        ReceiptHandle,
      }));
      if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: it.queueUrl, Entries }));
    }
  };
  await Promise.all([turn(), turn(), turn(), turn()]);
}
