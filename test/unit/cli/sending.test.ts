import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { drained } from "../../../cli/archive/drain.ts";
import { readAhead } from "../../../cli/archive/read-ahead.ts";
import { sendMessages } from "../../../cli/archive/send-messages.ts";
import { SidSet } from "../../../cli/archive/sid-set.ts";
import { explanationOf } from "../../../cli/terminal/explain.ts";
import { JsonFile } from "../../../cli/terminal/json-file.ts";
import { ServiceFailure } from "../../../functions/lambda/service-failure.ts";
import type { RecordingSid } from "../../../media/sid.ts";

type Sqs = Parameters<typeof sendMessages>[0];
type Entry = { Id?: string | undefined; MessageBody?: string | undefined };

/** A queue that refuses what it is told to. */
function queueThat(refuses: (entry: Entry, attempt: number) => { SenderFault: boolean; Code: string } | undefined) {
  const taken: string[] = [];
  const attempts = new Map<string, number>();
  const send = async (command: SendMessageBatchCommand) => {
    const { Entries = [] } = command.input;
    expect(Entries.length).toBeLessThanOrEqual(10);
    const Failed = Entries.flatMap((entry) => {
      const body = entry.MessageBody ?? "";
      const attempt = (attempts.get(body) ?? 0) + 1;
      attempts.set(body, attempt);
      const refusal = refuses(entry, attempt);
      if (!refusal) taken.push(body);
      return refusal ? [{ Id: entry.Id, ...refusal }] : [];
    });
    return { Failed };
  };
  return { sqs: { send } as unknown as Sqs, taken };
}

const bodies = Array.from({ length: 95 }, (_, at) => `message ${at}`);
const options = { concurrency: 3, random: () => 0 };

test("what a queue refuses of a batch in passing is sent again, and nothing else is", async () => {
  const { sqs, taken } = queueThat(({ MessageBody = "" }, attempt) =>
    Number(MessageBody.slice(8)) % 3 === 0 && attempt < 4 ? { SenderFault: false, Code: "InternalError" } : undefined,
  );
  await sendMessages(sqs, "queue", bodies, options);
  expect(taken.toSorted()).toEqual(bodies.toSorted());
});

test("what a queue refuses for good is an error with its code", async () => {
  const final = queueThat(() => ({ SenderFault: true, Code: "InvalidMessageContents" }));
  await expect(sendMessages(final.sqs, "queue", bodies, options)).rejects.toThrow(
    "(InvalidMessageContents); mend that",
  );
  const forEver = queueThat(() => ({ SenderFault: false, Code: "ServiceUnavailable" }));
  await expect(sendMessages(forEver.sqs, "queue", ["one"], options)).rejects.toThrow(
    "1 of 1 messages (ServiceUnavailable)",
  );
});

/** A queue whose depth is the next of these each time. */
function depths(...all: number[]): Parameters<typeof drained>[0] {
  const send = async () => ({ Attributes: { ApproximateNumberOfMessages: String(all.shift() ?? 0) } });
  return { sqs: { send } as unknown as Sqs, queueUrl: "queue" };
}

test("a queue is empty once it has shown so three times running", async () => {
  const looks: number[] = [];
  const { signal } = new AbortController();
  const how = { poll: 0, patience: 1_000, now: () => 0 };
  expect(await drained(depths(5, 0, 0, 2, 0, 0, 0, 9), how, (left) => looks.push(left), signal)).toBe("empty");
  expect(looks).toEqual([5, 0, 0, 2, 0, 0, 0]);
});

test("a queue that gets no emptier is not waited for", async () => {
  let now = 0;
  const { signal } = new AbortController();
  const how = { poll: 0, patience: 1_000, now: () => now };
  const onLook = () => {
    now += 400;
  };
  expect(await drained(depths(9, 8, 7, 8, 9, 8, 9, 8), how, onLook, signal)).toBe("busy");
  expect(now).toBe(2_400);
});

test("reading ahead keeps order, and ends what it reads from", async () => {
  const log: string[] = [];
  async function* source() {
    try {
      for (let number = 1; number <= 3; number += 1) {
        log.push(`read ${number}`);
        yield number;
      }
      throw new Error("broken");
    } finally {
      log.push("ended");
    }
  }
  const seen: number[] = [];
  const reading = async (most: number) => {
    for await (const number of readAhead(source())) {
      seen.push(number);
      if (seen.length === most) break;
    }
  };
  await expect(reading(9)).rejects.toThrow("broken");
  expect(seen).toEqual([1, 2, 3]);
  expect(log.splice(0)).toEqual(["read 1", "read 2", "read 3", "ended"]);
  seen.length = 0;
  await reading(1);
  expect(log).toEqual(["read 1", "read 2", "ended"]);
});

test("a set of SIDs has what was added, and nothing else", () => {
  const sidOf = (number: number): RecordingSid => `RE${(BigInt(number) ** 7n).toString(16).padStart(32, "0")}`;
  const set = new SidSet();
  expect(set.has(sidOf(1))).toBe(false);
  for (let number = 0; number < 5_000; number += 2) set.add(sidOf(number));
  for (let number = 0; number < 5_000; number += 1) expect(set.has(sidOf(number))).toBe(number % 2 === 0);
});

test("a JSON file has its name once it is whole, and leaves nothing where it isn't", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flex-media-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "report.json");
  const kept = await JsonFile.open(file, "recordings");
  for (let number = 0; number < 20_000; number += 1) await kept.add({ number });
  expect(readdirSync(folder)).toEqual(["report.json.part"]);
  await kept.end({ total: 20_000 });
  const { recordings, total } = JSON.parse(readFileSync(file, "utf8"));
  expect([recordings.length, recordings[19_999], total]).toEqual([20_000, { number: 19_999 }, 20_000]);
  await (await JsonFile.open(file, "recordings")).discard();
  expect(readdirSync(folder)).toEqual(["report.json"]);
  await expect(JsonFile.open(join(folder, "none/report.json"), "x")).rejects.toThrow(
    /^--json: .* can't be written \(ENOENT\); name a file/,
  );
});

test("errors of services are a line without their message, mistakes of ours keep their stack", () => {
  const refused = Object.assign(new Error("https://x?X-Amz-Signature=1"), { name: "AccessDenied", $metadata: {} });
  expect(explanationOf(refused)).toMatch(/^AWS: AccessDenied; look whether/);
  const unreachable = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  expect(explanationOf(unreachable)).toMatch(/^AWS: ECONNREFUSED; look whether it can be reached/);
  const closed = new ServiceFailure("storage_unavailable", "S3: AccessDenied");
  expect(explanationOf(closed)).toMatch(/^AWS: S3: AccessDenied \(storage_unavailable\); look whether/);
  const down = new ServiceFailure("twilio_unavailable", "HTTP 503");
  expect(explanationOf(down)).toMatch(/^Twilio: HTTP 503 \(twilio_unavailable\); run the command again/);
  expect(explanationOf(new TypeError("x is undefined"))).toBeUndefined();
});
