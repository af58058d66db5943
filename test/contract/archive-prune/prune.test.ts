import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHandler } from "../../../functions/archive-prune/handler.ts";
import { type Archive, archive } from "../archive-store/archive.ts";
import { Cleanup } from "../local-aws/fixture.ts";
import { recordedAudio } from "../local-twilio/running.ts";

const cleanup = new Cleanup();
let it: Archive;

beforeAll(async () => {
  it = await archive(cleanup);
});
beforeEach(() => {
  it.lines.splice(0);
  it.twilio.control.requests.clear();
  it.twilio.control.faults.clear();
});
afterAll(() => cleanup.run());

const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
const audio = recordedAudio(1, 2);

const prune = (changed: Record<string, string>) =>
  createHandler({
    environment: { ...it.environment, ...changed },
    fetch,
    s3: () => it.clients.s3,
    secretsManager: () => it.clients.secrets,
    now: Date.now,
    log: (line) => void it.lines.push(line),
  })({});

const add = (age: number) =>
  it.twilio.control.recordings.add(audio, { date_created: days(age), start_time: days(age) }).sid;
const statusOf = (sid: string) => it.twilio.control.state().recordings.find((one) => one.sid === sid)?.status;
const put = (sid: string, body: Buffer, sha256?: string) => {
  const place = { Bucket: it.bucket, Key: it.keyOf(sid) };
  return it.clients.s3.send(new PutObjectCommand({ ...place, Body: body, ...(sha256 && { Metadata: { sha256 } }) }));
};

test("is off where no number of days is set, or 0 is", async () => {
  const sid = add(100);
  await it.store(it.eventOf({ recordingSid: sid }));
  it.twilio.control.requests.clear();
  expect(await prune({})).toMatchObject({ outcome: "off", deleted: 0 });
  expect(await prune({ DELETE_AT_TWILIO_AFTER_DAYS: "0" })).toMatchObject({ outcome: "off" });
  expect(it.twilio.control.requests.list()).toEqual([]);
  it.twilio.control.recordings.purge(sid);
});

test("deletes at Twilio what is old and verified in the bucket, and nothing else", async () => {
  const [stored, young, missing, changed, cut, unsealed, foreign] = [40, 10, 40, 40, 40, 40, 40].map(add);
  for (const sid of [stored, young, changed, cut]) await it.store(it.eventOf({ recordingSid: sid ?? "" }));
  const { Metadata } = await it.object(stored ?? "");
  await put(changed ?? "", recordedAudio(1, 3), Metadata.sha256);
  await put(cut ?? "", audio.subarray(0, -2), Metadata.sha256);
  await put(unsealed ?? "", audio);
  await put(foreign ?? "", recordedAudio(5), "0".repeat(64));

  const report = await prune({ DELETE_AT_TWILIO_AFTER_DAYS: "30" });
  expect(report).toMatchObject({
    outcome: "done",
    deleted: 1,
    failed: 0,
    kept: { not_stored: 1, not_verified: 4 },
  });
  expect(statusOf(stored ?? "")).toBe("deleted");
  for (const sid of [young, missing, changed, cut, unsealed, foreign]) expect(statusOf(sid ?? "")).toBe("completed");
  expect(it.records().slice(-2)).toMatchObject([
    { outcome: "deleted", recording: stored, sha256: Metadata.sha256, DeletedAtTwilio: 1 },
    { message: "recordings deleted at Twilio", KeptAtTwilio: 5 },
  ]);
  expect(await prune({ DELETE_AT_TWILIO_AFTER_DAYS: "30" })).toMatchObject({ deleted: 0 });
});

test("tells of what could not be deleted, and stays calm where Twilio does not answer", async () => {
  const sid = add(50);
  await it.store(it.eventOf({ recordingSid: sid }));
  it.twilio.control.faults.add({ method: "DELETE", status: 500, times: 1 });
  expect(await prune({ DELETE_AT_TWILIO_AFTER_DAYS: "45" })).toMatchObject({ outcome: "done", deleted: 0, failed: 1 });
  expect(statusOf(sid)).toBe("completed");
  it.twilio.control.faults.add({ method: "GET", status: 500, times: 1 });
  expect(await prune({ DELETE_AT_TWILIO_AFTER_DAYS: "45" })).toMatchObject({
    outcome: "failed",
    reason: "twilio_unavailable",
  });
  expect(await prune({ DELETE_AT_TWILIO_AFTER_DAYS: "45" })).toMatchObject({ outcome: "done", deleted: 1 });
  expect(await prune({ DELETE_AT_TWILIO_AFTER_DAYS: "a month" })).toMatchObject({ reason: "misconfigured" });
});
