import { expect, test } from "vitest";
import { shareOf } from "../../../cli/archive/backfill.ts";
import { noTally, parseCheckpoint } from "../../../cli/archive/checkpoint.ts";
import { counted, fateOf } from "../../../cli/archive/fate.ts";
import { outcomeOf } from "../../../cli/archive/outcome.ts";
import { BackfillReport, rehearsalText } from "../../../cli/archive/report.ts";
import type { RecordingSid } from "../../../media/sid.ts";

const sidOf = (number: number): RecordingSid => `RE${String(number).padStart(32, "0")}`;
const listed = { sid: sidOf(1), status: "completed", isEncrypted: false, isElsewhere: false };
const idle = { startedAt: 10_000, isBusy: false };

test.each([
  ["completed", true, "skipped"],
  ["deleted", true, "skipped"],
  ["completed", false, "enqueued"],
  ["absent", false, "absent"],
  ["deleted", false, "deleted"],
  ["in-progress", false, "unfinished"],
  ["paused", false, "unfinished"],
  ["processing", false, "unfinished"],
] as const)("a recording that is %s, in the bucket: %s, is %s", (status, isInBucket, fate) => {
  expect(fateOf({ status }, isInBucket)).toBe(fate);
});

test("only what is enqueued counts for hours and bytes", () => {
  const recording = { durationSeconds: 90, channels: 2 as const };
  const one = counted(noTally, recording, "enqueued");
  expect(one).toMatchObject({ listed: 1, enqueued: 1, seconds: 90, bytes: 2_880_000 });
  expect(counted(one, recording, "skipped")).toMatchObject({ listed: 2, skipped: 1, seconds: 90, bytes: 2_880_000 });
  const unknown = { durationSeconds: undefined, channels: undefined };
  expect(counted(noTally, unknown, "enqueued")).toMatchObject({ enqueued: 1, seconds: 0, bytes: 0 });
  expect(rehearsalText({ ...one, enqueued: 20_000, seconds: 3_600_000, bytes: 2 ** 40 })).toMatch(
    /to store +│ +20,000 │ 1000 h 00 min of audio, about 1\.0 TiB/,
  );
});

test("the bucket decides, then Twilio's status, then the dead letters", () => {
  const letter = { reason: "media_cut", detail: "1 byte came" };
  const object = (storedAt: number) => ({ bytes: 1, storedAt });
  expect(outcomeOf(listed, object(9_000), letter, idle).outcome).toBe("skipped");
  expect(outcomeOf(listed, object(10_000), letter, idle).outcome).toBe("stored");
  expect(outcomeOf({ ...listed, status: "deleted" }, undefined, letter, idle).outcome).toBe("deleted");
  expect(outcomeOf(listed, undefined, letter, idle)).toMatchObject({ outcome: "failed", ...letter });
  expect(outcomeOf(listed, undefined, undefined, { ...idle, isBusy: true }).outcome).toBe("pending");
  expect(outcomeOf(listed, undefined, undefined, idle).reason).toBe("unexplained");
  const tired = { reason: "tried_too_often", detail: undefined };
  expect(outcomeOf({ ...listed, isEncrypted: true }, undefined, tired, idle).reason).toBe("encrypted");
  expect(outcomeOf({ ...listed, isElsewhere: true }, undefined, undefined, idle).reason).toBe("stored_elsewhere");
  expect(outcomeOf(listed, undefined, tired, idle).reason).toBe("tried_too_often");
});

test("a report counts all and names some", () => {
  const report = new BackfillReport();
  for (let number = 0; number < 30; number += 1) {
    expect(report.add({ recording: sidOf(number), outcome: "stored" })).toBe(false);
    expect(report.add({ recording: sidOf(100 + number), outcome: "failed", reason: "media_cut" })).toBe(true);
  }
  expect(report.summary({ from: "2026-01-01", to: "2026-01-02" })).toMatchObject({
    from: "2026-01-01",
    total: 60,
    stored: 30,
    failed: 30,
    failedByReason: { media_cut: 30 },
  });
  const text = report.text();
  expect(text).toMatch(/stored +│ +30 │ in the bucket now/);
  expect(text).toMatch(/media_cut +│ +30 /);
  expect(text).toContain(`${sidOf(119)}  failed  media_cut\nand 10 more; --json FILE names them all\n`);
});

test("the share goes by days, each done only once the list is past it", () => {
  const range = { from: "2026-02-27", to: "2026-03-02" };
  expect(shareOf(range, { day: "2026-02-27" })).toBe(0);
  expect(shareOf(range, { day: "2026-03-01", nextQuery: "Page=3" })).toBe(0.5);
  expect(shareOf(range, null)).toBe(1);
});

test.each(["", "[]", "{}", '{"version":2}', '{"version":1,"from":"x"}'])("%s is no checkpoint", (text) => {
  expect(() => parseCheckpoint("recordings/backfill/x.json", text)).toThrow(
    "recordings/backfill/x.json: is no checkpoint of this version; run with --restart to begin anew",
  );
});
