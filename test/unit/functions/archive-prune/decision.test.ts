import fc from "fast-check";
import { expect, test } from "vitest";
import { mayDelete, type StoredState } from "../../../../functions/archive-prune/decision.ts";

const now = Date.parse("2026-11-21T10:00:00Z");
const day = 86_400_000;
const sha256 = "a".repeat(64);
const stored = { bytes: 100, channels: 2, seconds: 1, sha256 };
const recording = {
  sid: `RE${"1".repeat(32)}`,
  status: "completed",
  channels: 2 as const,
  durationSeconds: 1,
  dateCreated: now - 31 * day,
  isEncrypted: false,
  isElsewhere: false,
  facts: {},
};
const noted = { sha256, mono: false };
const decide = (changed: object = {}, state: StoredState = stored, told: Partial<typeof noted> = {}) =>
  mayDelete({ ...recording, ...changed }, state, { ...noted, ...told }, 30, now);

test("deletes what is old, complete and verified", () => {
  expect(decide()).toEqual({ delete: true });
  expect(decide({ channels: 2 }, { ...stored, channels: 1 }, { mono: true })).toEqual({ delete: true });
});

test.each([
  ["too_young", decide({ dateCreated: now - 30 * day + 1 })],
  ["too_young", decide({ dateCreated: undefined })],
  ["not_completed", decide({ status: "processing" })],
  ["not_completed", decide({ status: "deleted" })],
  ["not_stored", decide({}, "absent")],
  ["not_verified", decide({}, "unverified")],
  ["differs", decide({}, { ...stored, sha256: "b".repeat(64) })],
  ["differs", decide({}, { ...stored, channels: 1 })],
  ["differs", decide({ channels: undefined }, { ...stored, channels: 1 })],
])("keeps what is %s", (reason, decision) => {
  expect(decision).toEqual({ delete: false, reason });
});

test("keeps what has no digest to be verified against", () => {
  const without = mayDelete(recording, stored, { sha256: undefined, mono: false }, 30, now);
  expect(without).toEqual({ delete: false, reason: "not_verified" });
});

test("deletes nothing that lacks one of the conditions", () => {
  const state = fc.constantFrom<StoredState>(stored, { ...stored, sha256: "c".repeat(64) }, "absent", "unverified");
  const age = fc.integer({ min: 0, max: 60 });
  const status = fc.constantFrom("completed", "processing", "absent", "deleted");
  fc.assert(
    fc.property(state, age, status, fc.boolean(), (one, days, state, isNoted) => {
      const changed = { ...recording, status: state, dateCreated: now - days * day };
      const told = { sha256: isNoted ? sha256 : undefined, mono: false };
      const wanted = one === stored && days >= 30 && state === "completed" && isNoted;
      expect(mayDelete(changed, one, told, 30, now).delete).toBe(wanted);
    }),
  );
});
