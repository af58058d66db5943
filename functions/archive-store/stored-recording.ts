import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { sha256Of } from "../../media/recording-metadata.ts";
import { errorName } from "../lambda/error-name.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { AudioCheck, type CheckedAudio, checkChannels, checkLength, type ExpectedAudio } from "./audio-check.ts";
import { storageFailure } from "./upload.ts";
import { longestHeaderBytes, readWavHeader } from "./wav-header.ts";

export interface ObjectPlace {
  client: Pick<S3Client, "send">;
  bucket: string;
  key: string;
}

/** A recording that lies in the bucket. */
export interface StoredRecording {
  bytes: number;
  /** By S3's names, without `x-amz-meta-`. */
  metadata: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** The audio's digest as it was noted when it was stored; undefined where it wasn't. */
  sha256: string | undefined;
}

/** Undefined where there is no object; what keeps the bucket from telling is a ServiceFailure. */
export async function findStored(place: ObjectPlace, signal: AbortSignal): Promise<StoredRecording | undefined> {
  const head = await headOf(place, signal);
  if (!head) return undefined;
  const tags = await tagsAt(place, signal);
  const metadata = head.Metadata ?? {};
  return { bytes: head.ContentLength ?? 0, metadata, tags, sha256: sha256Of(metadata, tags) };
}

async function headOf({ client, bucket, key }: ObjectPlace, signal: AbortSignal) {
  try {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
    return (await client.send(command, { abortSignal: signal })) satisfies HeadObjectCommandOutput;
  } catch (error) {
    const name = errorName(error);
    if (name === "NotFound" || name === "NoSuchKey") return undefined;
    throw storageFailure(error);
  }
}

async function tagsAt({ client, bucket, key }: ObjectPlace, signal: AbortSignal): Promise<Record<string, string>> {
  try {
    const command = new GetObjectTaggingCommand({ Bucket: bucket, Key: key });
    const { TagSet = [] } = await client.send(command, { abortSignal: signal });
    return Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
  } catch (error) {
    throw storageFailure(error);
  }
}

/**
 * Reads all of a stored recording and checks it, against its digest too where that was noted.
 * @throws ServiceFailure `stored_differs` for an object that isn't the recording
 */
export async function verifyWhole(
  place: ObjectPlace,
  stored: StoredRecording,
  expected: ExpectedAudio,
  signal: AbortSignal,
): Promise<CheckedAudio> {
  const check = new AudioCheck({ ...expected, contentLength: stored.bytes });
  const body = await bodyOf(place, undefined, signal);
  const checked = await asStored(async () => {
    for await (const chunk of body) check.add(chunk);
    return check.end();
  });
  if (stored.sha256 !== undefined && stored.sha256 !== checked.sha256) {
    throw new ServiceFailure("stored_differs", "its bytes do not have the digest that was noted");
  }
  return checked;
}

/**
 * Checks a stored recording by its length and the header of its audio; the rest was checked when it was stored.
 * @throws ServiceFailure `stored_differs` for an object that isn't the recording
 */
export async function verifyHead(
  place: ObjectPlace,
  stored: StoredRecording & { sha256: string },
  expected: ExpectedAudio,
  signal: AbortSignal,
): Promise<CheckedAudio> {
  const { bytes, sha256 } = stored;
  if (bytes === 0) throw new ServiceFailure("stored_differs", "is empty");
  const chunks: Uint8Array[] = [];
  for await (const chunk of await bodyOf(place, `bytes=0-${longestHeaderBytes - 1}`, signal)) chunks.push(chunk);
  return asStored(async () => {
    const header = readWavHeader(Buffer.concat(chunks));
    if (typeof header === "string") throw new ServiceFailure("media_malformed", "is not a WAV file");
    checkChannels(header, expected);
    const seconds = checkLength(header, bytes, { ...expected, contentLength: bytes });
    return { bytes, channels: header.channels, seconds, sha256 };
  });
}

async function bodyOf({ client, bucket, key }: ObjectPlace, Range: string | undefined, signal: AbortSignal) {
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...(Range && { Range }) });
    const { Body } = await client.send(command, { abortSignal: signal });
    return readFailingAsStorage((Body ?? []) as AsyncIterable<Uint8Array>);
  } catch (error) {
    throw storageFailure(error);
  }
}

/** The connection's failures are the storage's, not the audio's. */
async function* readFailingAsStorage(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw storageFailure(error);
  }
}

async function asStored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceFailure) || error.reason === "storage_unavailable") throw error;
    throw new ServiceFailure("stored_differs", error.detail, { cause: error });
  }
}
