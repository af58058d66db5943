import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordingMetadata } from "../../../media/recording-metadata.ts";
import { newRecordingSid } from "../archive-store/archive.ts";
import { Cleanup, temporaryFolder } from "../local-aws/fixture.ts";
import { type Archived, archived, audio } from "./archived.ts";

const cleanup = new Cleanup();
let it: Archived;

beforeAll(async () => {
  it = await archived(cleanup);
});
afterAll(() => cleanup.run());
beforeEach(async () => {
  await it.takeQueued();
  await it.takeQueued(it.deadLetterQueueUrl);
});

const put = (sid: string, Body: Buffer, Metadata: Record<string, string> = {}) =>
  it.clients.s3.send(new PutObjectCommand({ Bucket: it.bucket, Key: it.keyOf(sid), Body, Metadata }));

const sha256 = "0".repeat(64);

describe("verify", () => {
  const range = "--from 2026-01-01 --to 2026-01-02";

  beforeAll(async () => {
    it.record("2026-01-01", 25);
    it.record("2026-01-02", 1, { status: "absent" });
    it.record("2026-01-02", 1, { status: "processing" });
    await it.storing(it.run(`backfill ${range}`));
  });

  test("a bucket that has all of it is in order, by its heads and read to its end", async () => {
    for (const how of ["", " --whole"]) {
      const { code, stdout } = await it.run(`verify ${range}${how}`);
      expect(stdout).toMatch(/^27 compared, .* in the bucket\n/);
      expect(stdout).toMatch(/missing +│ +0 .*\n.*different +│ +0 .*\n.*extra +│ +0 /);
      expect(code).toBe(0);
    }
  });

  test("what is missing, different and extra is named, and is exit code 2", async () => {
    const [missing = ""] = it.record("2026-01-02", 1);
    const [cut = "", mixed = "", mono = "", changed = ""] = it.record("2026-01-02", 4);
    const whole = { [recordingMetadata.sha256]: sha256 };
    await put(cut, audio.subarray(0, audio.length - 100), whole);
    await put(mixed, audio, { ...whole, [recordingMetadata.recording]: missing });
    await put(mono, audio, { ...whole, [recordingMetadata.channels]: "1" });
    await put(changed, audio, { ...whole, [recordingMetadata.channels]: "2" });
    const [extra, elsewhen] = [newRecordingSid(), newRecordingSid()];
    await put(extra, audio, { [recordingMetadata.startTime]: "2026-01-02T23:59:59.000Z" });
    await put(elsewhen, audio, { [recordingMetadata.startTime]: "2026-01-03T00:00:00.000Z" });
    const foreign = { Bucket: it.bucket, Key: `recordings/${it.accountSid}/notes.txt`, Body: "note" };
    await it.clients.s3.send(new PutObjectCommand(foreign));

    const json = join(await temporaryFolder(cleanup), "findings.json");
    const { code, stdout } = await it.run(`verify ${range} --json ${json}`);
    expect(code).toBe(2);
    const { findings, ...counts } = JSON.parse(await readFile(json, "utf8"));
    const told = Object.fromEntries(
      findings.map(({ recording, key, difference, reason }: Record<string, string>) => [
        recording ?? key,
        `${difference}: ${reason}`,
      ]),
    );
    expect(told).toEqual({
      [missing]: expect.stringMatching(/^missing: is not in the bucket; run/),
      [cut]: expect.stringMatching(/^different: .*the header promises/),
      [mixed]: expect.stringMatching(/^different: its metadata names RE/),
      [mono]: expect.stringMatching(/^different: has one channel, and Twilio tells of two; keep it/),
      [extra]: expect.stringMatching(/^extra: Twilio knows of no such/),
      [foreign.Key]: expect.stringMatching(/^extra: its key is no recording's/),
    });
    expect(counts).toMatchObject({ missing: 1, different: 3, extra: 2 });
    for (const [name, reason] of Object.entries(told)) expect(stdout).toContain(`${name}  ${reason}`);

    const read = await it.run(`verify ${range} --whole`);
    expect(read.stdout).toContain(`${changed}  different: its bytes do not have the digest that was noted`);
  });

  test("what can't be told is an error, not a difference", async () => {
    it.twilio.control.faults.add({ pathPattern: "Recordings.json", status: 403, code: 20403 });
    await expect(it.run(`verify ${range}`)).rejects.toThrow("Twilio refused GET");
    it.twilio.control.faults.clear();
  });
});

const letter = (recordingSid: string) => JSON.stringify({ accountSid: it.accountSid, recordingSid });
const text = (StringValue: string) => ({ DataType: "String", StringValue });

test("redrive puts dead letters back, as many as wanted, without what was noted on them", async () => {
  const sids = Array.from({ length: 25 }, newRecordingSid);
  for (const sid of sids)
    await it.giveUp(letter(sid), sids.indexOf(sid) < 5 ? { reason: text("encrypted") } : undefined);
  const some = await it.run("redrive --max 12");
  expect(some.stdout).toMatch(/in all +│ +12 /);
  const moved = await it.takeQueued();
  expect(moved).toHaveLength(12);
  for (const { MessageAttributes } of moved) expect(MessageAttributes).toBeUndefined();
  const rest = await it.run("redrive");
  expect(rest.stdout).toMatch(/in all +│ +13 /);
  const all = [...moved, ...(await it.takeQueued())].map(({ Body = "" }) => JSON.parse(Body).recordingSid);
  expect(all.sort()).toEqual(sids.sort());
  expect(await it.takeQueued(it.deadLetterQueueUrl)).toEqual([]);
});

test("redrive loses nothing where the queue refuses", async () => {
  await it.giveUp(letter(newRecordingSid()));
  const open = async () => ({ ...it.opened, queueUrl: `${it.queueUrl}-not-there`, close() {} });
  await expect(it.run("redrive", { open })).rejects.toThrow();
  const { deadLetters } = await depths();
  expect(deadLetters).toBe(1);
});

async function depths() {
  const { stdout } = await it.run("status");
  const of = (name: string) => Number(new RegExp(`${name} +│ +([\\d,]+) `).exec(stdout)?.[1]);
  return { waiting: of("queue: waiting"), deadLetters: of("dead letters"), overdue: of("overdue"), stdout };
}

test("status tells of queues, reasons, what is overdue, and the last backfill, and takes nothing away", async () => {
  const [sid, other] = [newRecordingSid(), newRecordingSid()];
  await it.callback(it.completed(sid));
  await it.giveUp(letter(other), { reason: text("encrypted") });
  await it.giveUp(letter(other));
  const soon = await it.run("status");
  expect(soon.stdout).toMatch(/overdue +│ +0 /);
  const later = await it.run("status --overdue 5", { now: () => Date.now() + 6 * 60_000 });
  expect(later.stdout).toMatch(/overdue +│ +1 /);
  expect(later.stdout).toContain(`${sid}  overdue\n`);
  const { waiting, deadLetters, stdout } = await depths();
  expect([waiting, deadLetters]).toEqual([1, 2]);
  expect(stdout).toMatch(/encrypted +│ +1 /);
  expect(stdout).toMatch(/tried_too_often +│ +1 /);
  expect(stdout).toContain("Last backfill, 2026-01-01 to 2026-01-02: finished at ");
  expect(await it.takeQueued()).toHaveLength(1);
  expect(await it.takeQueued(it.deadLetterQueueUrl)).toHaveLength(2);
});
