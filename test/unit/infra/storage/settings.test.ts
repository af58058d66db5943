import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flexMedia, least, settings } from "../settings/configuration.ts";

const ownKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const storageOf = (storage: unknown) => settings({ ...least, "flex-media:storage": storage }).storage;

test("all of the settings are read, with their defaults", () => {
  const storage = {
    kmsKeyArn: ownKey,
    tiering: [{ afterDays: 30, storageClass: "STANDARD_IA" }],
    retention: { days: 365 },
    objectLock: { mode: "GOVERNANCE", days: 365 },
    accessLog: {},
  };
  expect(storageOf(storage)).toEqual({
    ...storage,
    prefix: "recordings/",
    abandonedUploadDays: 7,
    retention: { days: 365, noncurrentDays: 30 },
    accessLog: { prefix: "recordings/", days: 365 },
    throwAway: false,
  });
});

test("recordings are kept for ever only where somebody says so", () => {
  expect(storageOf({}).retention).toBeUndefined();
  expect(storageOf({ retention: "forever" }).retention).toBe("forever");
});

const tier = (afterDays: number, storageClass: string) => ({ afterDays, storageClass });

describe("a mistake is named:", () => {
  test.each<[storage: object, line: string]>([
    [
      { retention: "always" },
      "retention: says neither how long nor forever; give days, as in {days: 3650}, or forever",
    ],
    [{ retention: 30 }, "retention: says neither how long nor forever; give days, as in {days: 3650}, or forever"],
    [{ retention: { days: 0 } }, "retention.days: is 0, but must be at least 1"],
    [
      { kmsKeyArn: "alias/ours" },
      "kmsKeyArn: is no key's ARN; give arn:aws:kms:…:key/…, not an alias, in the bucket's region",
    ],
    [
      { kmsKeyArn: ownKey.replace("key/", "alias/") },
      "kmsKeyArn: is no key's ARN; give arn:aws:kms:…:key/…, not an alias, in the bucket's region",
    ],
    [
      { tiering: [tier(29, "STANDARD_IA")] },
      "tiering[0].afterDays: is 29, but S3 takes at least 30 for STANDARD_IA; raise it",
    ],
    [
      { tiering: [tier(30, "STANDARD_IA"), tier(59, "GLACIER_IR")] },
      "tiering[1].afterDays: is 59, but must be at least 60 after STANDARD_IA at 30; raise it",
    ],
    [
      { tiering: [tier(30, "INTELLIGENT_TIERING"), tier(30, "GLACIER")] },
      "tiering[1].afterDays: is 30, but must be at least 31 after INTELLIGENT_TIERING at 30; raise it",
    ],
    [
      { tiering: [tier(10, "GLACIER"), tier(90, "STANDARD_IA")] },
      "tiering[1].storageClass: is STANDARD_IA, to which S3 moves nothing from GLACIER; leave it out",
    ],
    [
      { tiering: [tier(30, "STANDARD_IA")], retention: { days: 30 } },
      "tiering[0].afterDays: is 30, but recordings are deleted after 30; lower it, or leave it out",
    ],
    [
      { tiering: [tier(30, "ONEZONE_IA")] },
      'tiering[0].storageClass: is "ONEZONE_IA"; use one of "STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"',
    ],
    [
      { retention: { days: 30 }, objectLock: { mode: "COMPLIANCE", days: 31 } },
      "retention.days: is 30, less than the 31 days of objectLock; recordings would vanish and still cost, so raise it",
    ],
    [
      { throwAway: true, objectLock: { mode: "GOVERNANCE", days: 1 } },
      "throwAway: stands beside objectLock, which lets nothing be thrown away; keep one",
    ],
    [{ objectLock: { mode: "SOFT", days: 1 } }, 'objectLock.mode: is "SOFT"; use one of "GOVERNANCE", "COMPLIANCE"'],
    [{ objectLock: { mode: "GOVERNANCE" } }, "objectLock.days: is missing; give it a number"],
    [{ retention: { days: 0 } }, "retention.days: is 0, but must be at least 1"],
    [
      { retention: "7 years" },
      "retention: says neither how long nor forever; give days, as in {days: 3650}, or forever",
    ],
    [{ abandonedUploadDays: 0 }, "abandonedUploadDays: is 0, but must be at least 1"],
    [
      { accessLog: { bucket: "Our_Logs" } },
      "accessLog.bucket: is no bucket's name; give that of a bucket in the same region",
    ],
    [
      { accessLog: { prefix: "logs" } },
      "accessLog.prefix: is no key prefix; give one that ends with a slash, as in recordings/",
    ],
  ])("%j", (storage, line) => {
    expect(flexMedia("storage", storage)).toEqual([`flex-media:storage.${line}`]);
  });

  test("all of them at once", () => {
    const wrong = { tiering: [tier(1, "STANDARD_IA"), "GLACIER"], throwAway: true, objectLock: 7, days: 1 };
    expect(flexMedia("storage", wrong).map((line) => line.split(": ")[0])).toEqual(
      expect.arrayContaining([
        "flex-media:storage.tiering[0].afterDays",
        "flex-media:storage.tiering[1]",
        "flex-media:storage.objectLock",
        "flex-media:storage.throwAway",
        "flex-media:storage.days",
      ]),
    );
  });
});

test("whatever stands there, the settings are read or refused with a path, never worse", () => {
  const some = fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom("STANDARD_IA", "GLACIER", "COMPLIANCE", true));
  const tiers = fc.array(fc.oneof(fc.record({ afterDays: some, storageClass: some }), some), { maxLength: 3 });
  const section = fc.record(
    {
      tiering: fc.oneof(tiers, some),
      retention: fc.oneof(fc.record({ days: some }), some),
      objectLock: fc.oneof(fc.record({ mode: some, days: some }), some),
      accessLog: some,
      throwAway: some,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(section, (storage) => {
      for (const line of flexMedia("storage", storage)) expect(line).toMatch(/^flex-media:storage(: |[.[].*: )\S/s);
    }),
  );
});
