import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { metadataOf, type RecordingDescription, tagsOf } from "../../media/recording-metadata.ts";
import { errorName } from "../lambda/error-name.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import type { CheckedAudio } from "./audio-check.ts";
import { type Part, type PartBuffers, partBytes, partsOf } from "./part-buffers.ts";

/** Audio that is on its way. */
export interface AudioSource {
  chunks: AsyncIterable<Uint8Array>;
  /** What came, once all of it has; throws a ServiceFailure where it isn't right. */
  end(): CheckedAudio;
  /** What is to be told of the recording, with what is known of its audio by then. */
  describe(checked?: CheckedAudio): RecordingDescription;
}

export interface UploadPlace {
  client: Pick<S3Client, "send">;
  bucket: string;
  key: string;
  buffers: PartBuffers;
}

/** Parts that are sent at the same time, while the next one comes in. */
const partsAtOnce = 2;
const abortMilliseconds = 3_000;

/**
 * Streams audio into the bucket, in parts where it is longer than one. There is an object only once the audio has
 * been found right, and never a second one: `exists` says that there was one already.
 */
export async function upload(
  place: UploadPlace,
  source: AudioSource,
  signal: AbortSignal,
): Promise<{ outcome: "stored" | "exists"; checked: CheckedAudio }> {
  const parts = partsOf(source.chunks, place.buffers);
  try {
    const { value: first } = await parts.next();
    if (first && first.length === partBytes) return await uploadParts(place, source, first, parts, signal);
    return await uploadOnly(place, source, first || undefined, signal);
  } finally {
    // Ends the download too, where something went wrong before its end.
    await parts.return(undefined);
  }
}

/** Audio that is shorter than a part is sent at once. */
async function uploadOnly(place: UploadPlace, source: AudioSource, part: Part | undefined, signal: AbortSignal) {
  try {
    const checked = source.end();
    const body = part ? part.buffer.subarray(0, part.length) : Buffer.alloc(0);
    return { outcome: await uploadWhole(place, source.describe(checked), body, checked, signal), checked };
  } finally {
    if (part) place.buffers.giveBack(part.buffer);
  }
}

async function uploadWhole(
  { client, bucket, key }: UploadPlace,
  described: RecordingDescription,
  body: Buffer,
  { sha256: digest }: CheckedAudio,
  signal: AbortSignal,
) {
  const command = new PutObjectCommand({
    ...objectOf(bucket, key, described),
    Body: body,
    ContentLength: body.length,
    // Of the bytes as they came, so that S3 refuses any that are not the ones that were checked.
    ChecksumSHA256: Buffer.from(digest, "hex").toString("base64"),
    IfNoneMatch: "*",
  });
  return asOutcome(client.send(command, { abortSignal: signal }));
}

async function uploadParts(
  place: UploadPlace,
  source: AudioSource,
  first: Part,
  rest: AsyncGenerator<Part>,
  signal: AbortSignal,
): Promise<{ outcome: "stored" | "exists"; checked: CheckedAudio }> {
  const { client, bucket, key } = place;
  const object = { Bucket: bucket, Key: key };
  const created = await asFailure(
    client.send(
      new CreateMultipartUploadCommand({ ...objectOf(bucket, key, source.describe()), ChecksumAlgorithm: "SHA256" }),
      { abortSignal: signal },
    ),
  ).catch((error) => {
    place.buffers.giveBack(first.buffer);
    throw error;
  });
  const of = { ...object, UploadId: created.UploadId };
  const gaveUp = new AbortController();
  const sending = new Sending(place, of, AbortSignal.any([signal, gaveUp.signal]));
  try {
    await sending.start(first);
    for await (const part of rest) await sending.start(part);
    const sent = await sending.all();
    const checked = source.end();
    const outcome = await asOutcome(
      client.send(
        new CompleteMultipartUploadCommand({
          ...of,
          MultipartUpload: { Parts: sent },
          MpuObjectSize: checked.bytes,
          IfNoneMatch: "*",
        }),
        { abortSignal: signal },
      ),
    );
    if (outcome === "exists") await abort(place, of);
    else await writeTags(place, tagsOf(source.describe(checked)), signal);
    return { outcome, checked };
  } catch (error) {
    gaveUp.abort();
    await sending.settled();
    await abort(place, of);
    throw error;
  }
}

/** An upload in parts that was begun. */
interface Begun {
  Bucket: string;
  Key: string;
  UploadId: string | undefined;
}

/** Parts under way, each with its digest, which S3 checks. */
class Sending {
  readonly #place: UploadPlace;
  readonly #of: Begun;
  readonly #signal: AbortSignal;
  readonly #underWay = new Set<Promise<void>>();
  readonly #sent: CompletedPart[] = [];
  #count = 0;

  constructor(place: UploadPlace, of: Begun, signal: AbortSignal) {
    this.#place = place;
    this.#of = of;
    this.#signal = signal;
  }

  /** Resolves as soon as there is room for one more. */
  async start(part: Part): Promise<void> {
    this.#count += 1;
    const one = this.#send(part, this.#count).finally(() => this.#underWay.delete(one));
    this.#underWay.add(one);
    while (this.#underWay.size >= partsAtOnce) await Promise.race(this.#underWay);
  }

  /** All parts, in their order. */
  async all(): Promise<CompletedPart[]> {
    await Promise.all(this.#underWay);
    return this.#sent.toSorted((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #send({ buffer, length }: Part, number: number): Promise<void> {
    const { client, buffers } = this.#place;
    const body = buffer.subarray(0, length);
    try {
      const ChecksumSHA256 = sha256(body);
      const about = { ...this.#of, PartNumber: number, ContentLength: length, ChecksumSHA256 };
      const command = new UploadPartCommand({ ...about, Body: body });
      const { ETag } = await asFailure(client.send(command, { abortSignal: this.#signal }));
      this.#sent.push({ PartNumber: number, ETag, ChecksumSHA256 });
    } finally {
      buffers.giveBack(buffer);
    }
  }
}

/** Best effort: the bucket's own rule removes what is left of an upload after some days. */
async function abort({ client }: UploadPlace, of: Begun) {
  const soon = AbortSignal.timeout(abortMilliseconds);
  await client.send(new AbortMultipartUploadCommand(of), { abortSignal: soon }).catch(() => {});
}

export async function writeTags(
  { client, bucket, key }: Pick<UploadPlace, "client" | "bucket" | "key">,
  tags: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const command = new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: { TagSet } });
  await asFailure(client.send(command, { abortSignal: signal }));
}

function objectOf(bucket: string, key: string, described: RecordingDescription) {
  return {
    Bucket: bucket,
    Key: key,
    ContentType: "audio/wav",
    Metadata: metadataOf(described),
    Tagging: new URLSearchParams(tagsOf(described)).toString(),
  };
}

/** In base64, as S3 takes it. */
function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** `exists` also where an answer was lost and the upload is gone: whoever asks looks at what is there. */
async function asOutcome(work: Promise<unknown>): Promise<"stored" | "exists"> {
  try {
    await work;
    return "stored";
  } catch (error) {
    const name = errorName(error);
    if (name === "PreconditionFailed" || name === "NoSuchUpload") return "exists";
    throw storageFailure(error);
  }
}

async function asFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw storageFailure(error);
  }
}

export function storageFailure(error: unknown): ServiceFailure {
  const name = errorName(error);
  const reason = name === "ConditionalRequestConflict" ? "upload_conflict" : "storage_unavailable";
  return new ServiceFailure(reason, `S3: ${name}`, { cause: error });
}
