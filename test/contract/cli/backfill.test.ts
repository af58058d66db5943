import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Checkpoint, CheckpointStore, noTally } from "../../../cli/archive/checkpoint.ts";
import { Cleanup, eventually, temporaryFolder } from "../local-aws/fixture.ts";
import { type Archived, archived } from "./archived.ts";

const cleanup = new Cleanup();
let it: Archived;

beforeAll(async () => {
  it = await archived(cleanup);
});
afterAll(() => cleanup.run());

const recordingsOf = async () => (await it.takeQueued()).map(({ Body = "" }) => JSON.parse(Body).recordingSid).sort();
const range = "--from 2026-03-01 --to 2026-03-03";

/** Objects' times are in whole seconds: what comes from here on comes in a later one. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  await eventually(() => Math.floor(Date.now() / 1000) > second);
}

test("a range is brought into the bucket, and each recording's fate is told", async () => {
  const early = it.record("2026-03-01", 45);
  const late = it.record("2026-03-03", 30);
  it.record("2026-02-28", 1);
  it.record("2026-03-04", 1);
  const [absent = ""] = it.record("2026-03-02", 1, { status: "absent", error_code: 1 });
  it.record("2026-03-02", 2, { status: "processing" });
  const [gone = ""] = it.record("2026-03-02", 1);
  const url = `${it.twilio.endpoint("api.twilio.com")}/2010-04-01/Accounts/${it.accountSid}/Recordings/${gone}.json`;
  const authorization = `Basic ${btoa(`${it.accountSid}:${it.values["twilio:authToken"]}`)}`;
  expect((await fetch(url, { method: "DELETE", headers: { authorization } })).status).toBe(204);
  for (const sid of early.slice(0, 10)) await it.callback(it.completed(sid, { RecordingDuration: "1" }));
  await it.drain();
  expect(await it.stored()).toEqual(early.slice(0, 10).sort());
  await nextSecond();

  const dry = await it.run(`backfill ${range} --dry-run`);
  expect(dry.stdout).toMatch(/to store +│ +65 │ 1 min 05 s of audio, about 2\.0 MiB/);
  expect(dry.stdout).toMatch(/skipped +│ +10 .*\n.*absent +│ +1 .*\n.*deleted +│ +1 .*\n.*unfinished +│ +2 /);
  expect(await recordingsOf()).toEqual([]);
  expect(await it.keys()).not.toContainEqual(expect.stringContaining("backfill/"));

  const json = join(await temporaryFolder(cleanup), "report.json");
  const done = await it.storing(it.run(`backfill ${range} --json ${json}`));
  expect(done.code).toBe(0);
  expect(done.stderr).toContain(
    "79 listed, 65 enqueued, 10 in the bucket already, 1 absent, 1 deleted, 2 unfinished\n",
  );
  expect(done.stdout).toMatch(/stored +│ +65 .*\n.*skipped +│ +10 .*\n.*absent +│ +1 .*\n.*deleted +│ +1 /);
  expect(done.stdout).toContain(`${gone}  deleted\n`);
  expect(await it.stored()).toEqual([...early, ...late].sort());
  const report = JSON.parse(await readFile(json, "utf8"));
  expect(report).toMatchObject({ total: 79, stored: 65, skipped: 10, absent: 1, deleted: 1, unfinished: 2, failed: 0 });
  expect(report.recordings).toHaveLength(4);
  expect(report.recordings).toContainEqual({ recording: absent, outcome: "absent" });

  const again = await it.storing(it.run(`backfill ${range}`));
  expect(again.stderr).toContain("79 listed, 0 enqueued, 75 in the bucket already");
});

test("the messages are those that the intake makes", async () => {
  const [sid = ""] = it.record("2026-04-01", 1, {
    conference_sid: `CF${"5".repeat(32)}`,
    call_sid: `CA${"6".repeat(32)}`,
  });
  await it.run("backfill --from 2026-04-01 --to 2026-04-01 --no-wait");
  const [message] = await it.takeQueued();
  expect(JSON.parse(message?.Body ?? "")).toEqual({
    accountSid: it.accountSid,
    recordingSid: sid,
    callSid: `CA${"6".repeat(32)}`,
    conferenceSid: `CF${"5".repeat(32)}`,
    source: "Conference",
    channels: 2,
    durationSeconds: 1,
    startTime: "2026-04-01T00:00:00.000Z",
  });
});

test("what failed is told with its reason", async () => {
  const [encrypted = "", tired = "", lost = ""] = it.record("2026-05-01", 3);
  const letter = (recordingSid: string) => JSON.stringify({ accountSid: it.accountSid, recordingSid });
  const reason = { DataType: "String", StringValue: "encrypted" };
  await it.run("backfill --from 2026-05-01 --to 2026-05-01 --no-wait");
  await it.takeQueued();
  await it.giveUp(letter(encrypted), { reason, detail: { DataType: "String", StringValue: "with a key of theirs" } });
  await it.giveUp(letter(tired));
  const json = join(await temporaryFolder(cleanup), "report.json");
  const { code, stdout } = await it.run(`backfill --from 2026-05-01 --to 2026-05-01 --json ${json}`);
  expect(code).toBe(2);
  expect(stdout).toContain(`${encrypted}  failed  encrypted  with a key of theirs\n`);
  const { recordings, failedByReason } = JSON.parse(await readFile(json, "utf8"));
  expect(failedByReason).toEqual({ encrypted: 1, tried_too_often: 1, unexplained: 1 });
  expect(recordings).toContainEqual(expect.objectContaining({ recording: lost, reason: "unexplained" }));
  expect(await it.takeQueued(it.deadLetterQueueUrl)).toHaveLength(2);
});

test("it waits through Twilio's refusals, and never follows a list to another place", async () => {
  const day = "--from 2026-06-01 --to 2026-06-01 --no-wait";
  const sids = it.record("2026-06-01", 50);
  it.twilio.control.faults.add({
    pathPattern: "Recordings.json",
    status: 429,
    times: 3,
    headers: { "retry-after": "0" },
  });
  await it.run(`backfill ${day}`);
  expect(await recordingsOf()).toEqual(sids.sort());

  for (const next_page_uri of [
    "https://elsewhere.example/2010-04-01/x",
    "//elsewhere.example/x",
    "/2010-04-01/Accounts.json",
  ]) {
    const body = { recordings: [], next_page_uri };
    const fault = it.twilio.control.faults.add({ pathPattern: "Recordings.json", status: 200, body });
    await expect(it.run(`backfill ${day} --restart`)).rejects.toMatchObject({ reason: "twilio_answer_malformed" });
    it.twilio.control.faults.clear(fault.id);
  }
});

test("a page that is gone since the checkpoint has its day listed anew", async () => {
  const sids = it.record("2026-07-01", 60);
  const day = "--from 2026-07-01 --to 2026-07-01 --no-wait";
  const stop = new AbortController();
  // The first checkpoint's write is the last thing that is done before the end.
  let enqueued = 0;
  const sqs = {
    send: (...args: Parameters<typeof it.opened.sqs.send>) => {
      enqueued += 1;
      if (enqueued === 2) stop.abort();
      return it.opened.sqs.send(...args);
    },
  };
  const open = async () => ({ ...it.opened, sqs: sqs as typeof it.opened.sqs, close() {} });
  const first = await it.run(`backfill ${day}`, { open, stop: stop.signal });
  expect(first.code).toBe(130);
  expect(first.stderr).toContain(
    "Go on with: npm run flex-media -- archive backfill --stack tests --from 2026-07-01 --to 2026-07-01\n",
  );
  expect(await recordingsOf()).toHaveLength(20);
  // The checkpoint's page comes after one of the first ones.
  for (const sid of sids.slice(40)) it.twilio.control.recordings.purge(sid);
  const second = await it.run(`backfill ${day}`);
  expect(second.code).toBe(0);
  expect(await recordingsOf()).toEqual(sids.slice(0, 40).sort());
});

test("two backfills of a range don't go on side by side", async () => {
  const range = { from: "2026-08-01", to: "2026-08-01" };
  const [one, other] = [new CheckpointStore(it.opened, range), new CheckpointStore(it.opened, range)];
  const { signal } = new AbortController();
  expect(await one.read(false, signal)).toBeUndefined();
  expect(await other.read(false, signal)).toBeUndefined();
  const checkpoint: Checkpoint = {
    version: 1,
    ...range,
    startedAt: "2026-11-21T00:00:00Z",
    position: { day: range.from },
    tally: noTally,
  };
  await one.write(checkpoint);
  await expect(other.write(checkpoint)).rejects.toThrow("somebody else's backfill");
  expect(await other.read(false, signal)).toEqual(checkpoint);
  await other.write({ ...checkpoint, position: null });
  await expect(one.write(checkpoint)).rejects.toThrow("let one end, then run the other again");
});
