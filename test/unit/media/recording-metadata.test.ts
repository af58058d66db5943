import { expect, test } from "vitest";
import { metadataOf, sha256Of, tagsOf, workersOf } from "../../../media/recording-metadata.ts";
import type { WorkerSid } from "../../../media/sid.ts";

const worker = (digits: string): WorkerSid => `WK${digits.padStart(32, "0")}`;
const described = {
  accountSid: `AC${"1".repeat(32)}`,
  recordingSid: `RE${"2".repeat(32)}`,
  callSid: `CA${"3".repeat(32)}`,
  workers: [worker("1"), worker("2")],
  startTime: "2026-11-21T10:00:00.000Z",
  seconds: 61.500_4,
  channels: 2,
  sha256: "a".repeat(64),
};

test("tells in metadata what is known, and nothing of what isn't", () => {
  expect(metadataOf(described)).toEqual({
    "account-sid": described.accountSid,
    "recording-sid": described.recordingSid,
    "call-sid": described.callSid,
    "worker-sids": described.workers.join(","),
    "start-time": described.startTime,
    duration: "61.5",
    channels: "2",
    sha256: described.sha256,
  });
  const { accountSid, recordingSid } = described;
  expect(metadataOf({ accountSid, recordingSid, workers: [], channels: 1 })).toEqual({
    "account-sid": accountSid,
    "recording-sid": recordingSid,
    channels: "1",
  });
});

test("reads the workers from metadata as they were written", () => {
  expect(workersOf(metadataOf(described))).toEqual(described.workers);
});

test("keeps tags within what S3 takes, however many workers spoke", () => {
  const workers = Array.from({ length: 30 }, (_, index) => worker(String(index)));
  const tags = tagsOf({ ...described, workers });
  expect(Object.keys(tags).length).toBeLessThanOrEqual(10);
  for (const value of Object.values(tags)) expect(value).toMatch(/^[A-Za-z0-9 +\-=._:/@]{1,256}$/);
  expect(tags["worker-sids"]?.split(" ")).toEqual(workers.slice(0, 7));
});

test("finds the digest in metadata or in tags, and takes nothing else for one", () => {
  expect(sha256Of(metadataOf(described), {})).toBe(described.sha256);
  expect(sha256Of({}, tagsOf(described))).toBe(described.sha256);
  expect(sha256Of({}, {})).toBeUndefined();
  expect(sha256Of({ sha256: "A".repeat(64) }, {})).toBeUndefined();
});
