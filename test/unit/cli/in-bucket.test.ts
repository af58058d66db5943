import { HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findInBucket } from "../../../cli/archive/in-bucket.ts";
import { type KeyLayout, keyLayouts, recordingKey } from "../../../media/recording-key.ts";
import type { RecordingSid } from "../../../media/sid.ts";

const accountSid = `AC${"0".repeat(32)}` as const;
const prefix = "recordings/";
const { signal } = new AbortController();
const sidOf = (number: number): RecordingSid => `RE${number.toString(16).padStart(32, "0")}`;
const storedAt = new Date("2026-01-01T00:00:00Z");

/** A bucket that answers as S3 does, and counts what it is asked. */
function bucketOf(stored: readonly RecordingSid[], keyLayout: KeyLayout = "flex-media") {
  const keys = stored.map((sid) => recordingKey(keyLayout, prefix, accountSid, sid)).sort();
  const asked = { lists: 0, heads: 0 };
  const send = async (command: unknown) => {
    if (command instanceof ListObjectsV2Command) {
      asked.lists += 1;
      const { StartAfter = "", MaxKeys = 0, Prefix = "" } = command.input;
      const rest = keys.filter((key) => key > StartAfter && key.startsWith(Prefix));
      const Contents = rest.slice(0, MaxKeys).map((Key) => ({ Key, Size: 7, LastModified: storedAt }));
      return { Contents, IsTruncated: rest.length > MaxKeys };
    }
    if (!(command instanceof HeadObjectCommand)) throw new Error("is asked for something else");
    asked.heads += 1;
    if (keys.includes(command.input.Key ?? "")) return { ContentLength: 7, LastModified: storedAt };
    throw Object.assign(new Error("404"), { name: "NotFound" });
  };
  const s3 = { send } as unknown as Parameters<typeof findInBucket>[0]["s3"];
  return { asked, bucket: { s3, bucket: "b", prefix, accountSid, keyLayout } };
}

test("whatever is asked for of whatever is there, the answer is exact", async () => {
  const number = fc.nat(3_000);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(number, { maxLength: 1_500, size: "max" }),
      fc.array(number, { maxLength: 300, size: "max" }),
      fc.constantFrom(...keyLayouts),
      fc.integer({ min: 1, max: 8 }),
      async (stored, wanted, layout, concurrency) => {
        const { asked, bucket } = bucketOf(stored.map(sidOf), layout);
        const found = await findInBucket(bucket, wanted.map(sidOf), concurrency, signal);
        const there = new Set(stored);
        expect([...found.keys()].sort()).toEqual(
          [...new Set(wanted.filter((one) => there.has(one)))].map(sidOf).sort(),
        );
        for (const object of found.values()) expect(object).toEqual({ bytes: 7, storedAt: storedAt.getTime() });
        expect(asked.lists + asked.heads).toBeLessThanOrEqual(Math.max(1, new Set(wanted).size));
      },
    ),
    { numRuns: 60 },
  );
});

test("an empty bucket is one request for each slice, and a full one its own pages", async () => {
  const wanted = Array.from({ length: 2_000 }, (_, at) => sidOf(at * 3));
  const empty = bucketOf([]);
  expect((await findInBucket(empty.bucket, wanted, 4, signal)).size).toBe(0);
  expect(empty.asked).toEqual({ lists: 4, heads: 0 });
  const full = bucketOf(Array.from({ length: 6_000 }, (_, at) => sidOf(at)));
  expect((await findInBucket(full.bucket, wanted, 1, signal)).size).toBe(2_000);
  expect(full.asked).toEqual({ lists: 6, heads: 0 });
});

test("where the bucket holds a hundred times as much, each is asked for by itself", async () => {
  const { asked, bucket } = bucketOf(Array.from({ length: 20_000 }, (_, at) => sidOf(at)));
  const wanted = Array.from({ length: 100 }, (_, at) => sidOf(at * 200));
  expect((await findInBucket(bucket, wanted, 4, signal)).size).toBe(100);
  expect(asked.lists).toBe(1);
  expect(asked.heads).toBe(95);
});

test("what can't be told is not taken for absent", async () => {
  const send = async () => Promise.reject(Object.assign(new Error("403"), { name: "AccessDenied" }));
  const { bucket } = bucketOf([]);
  const s3 = { send } as unknown as typeof bucket.s3;
  await expect(findInBucket({ ...bucket, s3 }, [sidOf(1)], 1, signal)).rejects.toThrow("403");
});
