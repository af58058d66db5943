import { HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { inTurns } from "../../functions/archive-store/batch.ts";
import { errorName } from "../../functions/lambda/error-name.ts";
import { recordingKey } from "../../media/recording-key.ts";
import type { RecordingSid } from "../../media/sid.ts";
import type { Archive } from "./archive.ts";

/** A recording's object, as S3's list tells of it. */
export interface BucketObject {
  bytes: number;
  /** Milliseconds since 1970, by S3's clock, in whole seconds. */
  storedAt: number;
}

type Bucket = Pick<Archive, "s3" | "bucket" | "prefix" | "accountSid" | "keyLayout">;

/** S3 asks 12.5 times as much for a page of its list as for a HEAD: the page has to answer for as many. */
const worthAPage = 13;
const pageKeys = 1000;
/** Fewer than this are not worth a list of their own. */
const leastSlice = 250;

/**
 * Which of these recordings are in the bucket. Their sorted keys and the bucket's list are walked in step, each page
 * of the list beginning at the next key that is asked for: at most one request for each recording, at most the list's
 * own pages for all of them. Where the bucket holds so much else that a page answers for few, the rest is asked one by
 * one.
 */
export async function findInBucket(
  bucket: Bucket,
  recordings: readonly RecordingSid[],
  concurrency: number,
  signal: AbortSignal,
): Promise<Map<RecordingSid, BucketObject>> {
  const found = new Map<RecordingSid, BucketObject>();
  const sorted = [...new Set(recordings)].sort();
  const size = Math.max(leastSlice, Math.ceil(sorted.length / concurrency));
  const slices = Array.from({ length: Math.ceil(sorted.length / size) }, (_, at) =>
    sorted.slice(at * size, (at + 1) * size),
  );
  const rest: RecordingSid[] = [];
  await inTurns(slices, concurrency, async (slice) => {
    rest.push(...(await walk(bucket, slice, found, signal)));
  });
  await inTurns(rest, concurrency, async (recording) => {
    const object = await headOf(bucket, recording, signal);
    if (object) found.set(recording, object);
  });
  return found;
}

/** Gives back those that the list is too long to be asked for. */
async function walk(
  bucket: Bucket,
  sorted: readonly RecordingSid[],
  found: Map<RecordingSid, BucketObject>,
  signal: AbortSignal,
): Promise<readonly RecordingSid[]> {
  const keyOf = (recording: RecordingSid) =>
    recordingKey(bucket.keyLayout, bucket.prefix, bucket.accountSid, recording);
  let after: string | undefined;
  for (let at = 0; at < sorted.length; ) {
    // Just before the key itself, which a list that starts after it would leave out.
    after ??= keyOf(sorted[at] as RecordingSid).slice(0, -1);
    const page = await listAfter(bucket, after, signal);
    const answered = sorted.slice(at).findIndex((recording) => page.last !== undefined && keyOf(recording) > page.last);
    const end = answered < 0 ? sorted.length : at + answered;
    for (const recording of sorted.slice(at, end)) {
      const object = page.objects.get(keyOf(recording));
      if (object) found.set(recording, object);
    }
    if (end < sorted.length && end - at < worthAPage) return sorted.slice(end);
    after = end > at ? undefined : page.last;
    at = end;
  }
  return [];
}

/** `last` is the last key that the page answers for; undefined: all that follow. */
async function listAfter({ s3, bucket, prefix, accountSid }: Bucket, StartAfter: string, signal: AbortSignal) {
  const command = new ListObjectsV2Command({
    Bucket: bucket,
    Prefix: `${prefix}${accountSid}/`,
    StartAfter,
    MaxKeys: pageKeys,
  });
  const { Contents = [], IsTruncated } = await s3.send(command, { abortSignal: signal });
  const objects = new Map(
    Contents.map(({ Key = "", Size = 0, LastModified }) => [
      Key,
      { bytes: Size, storedAt: LastModified?.getTime() ?? 0 },
    ]),
  );
  return { objects, last: IsTruncated ? Contents.at(-1)?.Key : undefined };
}

async function headOf(
  { s3, bucket, prefix, accountSid, keyLayout }: Bucket,
  recording: RecordingSid,
  signal: AbortSignal,
): Promise<BucketObject | undefined> {
  const command = new HeadObjectCommand({
    Bucket: bucket,
    Key: recordingKey(keyLayout, prefix, accountSid, recording),
  });
  try {
    const { ContentLength = 0, LastModified } = await s3.send(command, { abortSignal: signal });
    return { bytes: ContentLength, storedAt: LastModified?.getTime() ?? 0 };
  } catch (error) {
    if (["NotFound", "NoSuchKey"].includes(errorName(error))) return undefined;
    throw error;
  }
}
