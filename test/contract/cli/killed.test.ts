import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Checkpoint, CheckpointStore } from "../../../cli/archive/checkpoint.ts";
import { randomNumbers } from "../../../local/twilio/callbacks/random-numbers.ts";
import { Cleanup, eventually } from "../local-aws/fixture.ts";
import { type Archived, archived } from "./archived.ts";
import { type RunningCommand, startCommand } from "./command.ts";

const cleanup = new Cleanup();
let it: Archived;

beforeAll(async () => {
  it = await archived(cleanup);
});
afterAll(() => cleanup.run());
beforeEach(async () => {
  await it.takeQueued();
});

const pageSize = 10;

function start(range: { from: string; to: string }, ...more: string[]): RunningCommand {
  const command = startCommand(["archive", "backfill", "--from", range.from, "--to", range.to, ...more], {
    name: "tests",
    outputs: it.outputs,
    values: it.values,
    // Slow enough that a busy machine sends its signal while there is much to do yet.
    tuning: { pageSize, pace: 50, poll: 20 },
  });
  cleanup.add(() => command.kill("SIGKILL"));
  return command;
}

const pagesAsked = () =>
  it.twilio.control.requests.list().filter(({ path }) => path.endsWith("/Recordings.json")).length;

async function checkpointOf(range: { from: string; to: string }): Promise<Checkpoint | undefined> {
  return new CheckpointStore(it.opened, range).read(false, new AbortController().signal);
}

test("killed three times and run again, every recording is enqueued, and the bucket is right in the end", async () => {
  const range = { from: "2026-01-01", to: "2026-01-04" };
  const sids = ["2026-01-01", "2026-01-02", "2026-01-04"].flatMap((day) => it.record(day, 70));
  const early = sids.slice(60, 85);
  for (const sid of early) await it.callback(it.completed(sid, { RecordingDuration: "1" }));
  await it.drain();
  const second = Math.floor(Date.now() / 1000);
  await eventually(() => Math.floor(Date.now() / 1000) > second);

  const random = randomNumbers(7);
  for (let kills = 0; kills < 3; kills += 1) {
    it.twilio.control.requests.clear();
    const command = start(range);
    const pages = 2 + Math.floor(random() * 5);
    await eventually(() => pagesAsked() >= pages);
    // Anywhere between the list, the queue and the checkpoint.
    await sleep(random() * 30);
    command.kill("SIGKILL");
    expect((await command.ended).signal).toBe("SIGKILL");
  }
  const before = await checkpointOf(range);
  expect(before?.position).not.toBeNull();
  expect(before?.tally.listed).toBeGreaterThan(0);

  const last = await start(range, "--no-wait").ended;
  expect(last).toMatchObject({ code: 0, stdout: expect.stringContaining("For the final report: npm run flex-media") });
  const bodies = (await it.takeQueued()).map(({ Body = "" }) => Body);
  const enqueued = bodies.map((body): string => JSON.parse(body).recordingSid);
  const wanted = sids.filter((sid) => !early.includes(sid)).sort();
  expect([...new Set(enqueued)].sort()).toEqual(wanted);
  // Each kill does no more again than what one checkpoint covers.
  expect(enqueued.length - wanted.length).toBeLessThanOrEqual(3 * 2 * pageSize);

  for (const body of bodies) await it.enqueue(body);
  const report = await it.storing(start(range).ended);
  expect(report.code).toBe(0);
  expect(report.stdout).toMatch(/stored +│ +185 .*\n.*skipped +│ +25 /);
  expect(await it.stored()).toEqual(sids.toSorted());
  for (const sid of [...sids.slice(0, 3), ...sids.slice(-3)]) {
    expect((await it.object(sid)).Metadata).toMatchObject({ "recording-sid": sid, channels: "2", duration: "0.5" });
  }
});

test.each(["SIGINT", "SIGTERM"] as const)("%s ends it with all that is enqueued in the checkpoint", async (signal) => {
  const day = signal === "SIGINT" ? "2026-02-01" : "2026-02-02";
  const range = { from: day, to: day };
  const sids = it.record(day, 200);
  it.twilio.control.requests.clear();
  const command = start(range, "--no-wait");
  await eventually(() => pagesAsked() >= 3);
  // Twice, as the terminal sends it and npm hands it on.
  command.kill(signal);
  await sleep(20);
  command.kill(signal);
  const { code, stderr } = await command.ended;
  expect(code).toBe(130);
  expect(stderr).toContain("Ending in order; once more ends at once.\n");
  expect(stderr).toContain(
    `Go on with: npm run flex-media -- archive backfill --stack tests --from ${day} --to ${day}\n`,
  );
  expect(stderr).not.toMatch(/ at .*\.ts:\d/);
  const checkpoint = await checkpointOf(range);
  const first = (await it.takeQueued()).map(({ Body = "" }): string => JSON.parse(Body).recordingSid);
  expect(first).toHaveLength(checkpoint?.tally.enqueued ?? 0);
  expect(first.length).toBeLessThan(200);

  expect((await start(range, "--no-wait").ended).code).toBe(0);
  const second = (await it.takeQueued()).map(({ Body = "" }): string => JSON.parse(Body).recordingSid);
  expect([...first, ...second].sort()).toEqual(sids.toSorted());
});

test("a user's mistake is a line for each, without a stack trace", async () => {
  const { code, stderr } = await start({ from: "2026-02-30", to: "2026-01-01" }, "--concurrency", "0").ended;
  expect(code).toBe(1);
  expect(stderr).toBe(
    "--from: is no day; give it in UTC, as in 2026-01-31\n--concurrency: is no whole number from 1 to 64; give one\n",
  );
});

test("rejected credentials are a line, and not shown", async () => {
  const values = { ...it.values, "twilio:authToken": "a token that nobody has" };
  const { ended } = startCommand(["archive", "verify", "--from", "2026-02-01", "--to", "2026-02-01"], {
    name: "tests",
    outputs: it.outputs,
    values,
    tuning: {},
  });
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Twilio refused GET .*HTTP 401, code 20003.* Check accountSid, authToken.*\n$/m);
  expect(stdout + stderr).not.toMatch(/nobody has| at .*\.ts:\d/);
});
