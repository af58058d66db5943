import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { errorName } from "../../functions/lambda/error-name.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import type { Archive } from "./archive.ts";
import type { DayRange } from "./days.ts";

const count = z.int().min(0);

export const tallySchema = z.strictObject({
  /** Recordings that Twilio listed. */
  listed: count,
  /** In the bucket already. */
  skipped: count,
  enqueued: count,
  /** Twilio never had their audio. */
  absent: count,
  /** Deleted at Twilio. */
  deleted: count,
  /** Still being made; their callback brings them. */
  unfinished: count,
  /** Of audio, as Twilio tells it, of what was enqueued. */
  seconds: count,
  bytes: count,
});

/** What a backfill has come by so far. */
export type Tally = z.infer<typeof tallySchema>;

const schema = z.strictObject({
  version: z.literal(1),
  from: z.iso.date(),
  to: z.iso.date(),
  /** By S3's clock: what was in the bucket before is none of this backfill's doing. ISO 8601. */
  startedAt: z.iso.datetime(),
  /** Where the list goes on; null: all of it is enqueued. */
  position: z.strictObject({ day: z.iso.date(), nextQuery: z.string().optional() }).nullable(),
  tally: tallySchema,
  /** When its final report was made; a backfill of the same range begins anew then. ISO 8601. */
  finishedAt: z.iso.datetime().optional(),
});

/** How far a backfill is: all before its position is enqueued. */
export type Checkpoint = z.infer<typeof schema>;

export const noTally: Tally = {
  listed: 0,
  skipped: 0,
  enqueued: 0,
  absent: 0,
  deleted: 0,
  unfinished: 0,
  seconds: 0,
  bytes: 0,
};

export function checkpointFolder({ prefix, accountSid }: Pick<Archive, "prefix" | "accountSid">): string {
  return `${prefix}backfill/${accountSid}/`;
}

function keyOf(archive: Pick<Archive, "prefix" | "accountSid">, { from, to }: DayRange): string {
  return `${checkpointFolder(archive)}${from}_${to}.json`;
}

/** A backfill's checkpoint in the bucket. Two backfills of one range at a time would undo each other's: one is refused. */
export class CheckpointStore {
  readonly #archive: Archive;
  readonly #range: DayRange;
  #etag: string | undefined;

  constructor(archive: Archive, range: DayRange) {
    this.#archive = archive;
    this.#range = range;
  }

  /** Undefined where there is none yet, and where it is to count no more. */
  async read(anew: boolean, signal: AbortSignal): Promise<Checkpoint | undefined> {
    const object = await this.#get(signal);
    this.#etag = object?.ETag;
    if (!object || anew) return undefined;
    return parseCheckpoint(keyOf(this.#archive, this.#range), (await object.Body?.transformToString()) ?? "");
  }

  /** When it was last written, by S3's clock. ISO 8601. */
  async writtenAt(signal: AbortSignal): Promise<string> {
    const { LastModified } = (await this.#get(signal)) ?? {};
    if (!LastModified) throw new Mendable(`${keyOf(this.#archive, this.#range)}: is gone; run the command again`);
    return LastModified.toISOString();
  }

  async #get(signal: AbortSignal) {
    const { s3, bucket } = this.#archive;
    const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(this.#archive, this.#range) });
    try {
      return await s3.send(command, { abortSignal: signal });
    } catch (error) {
      if (["NoSuchKey", "NotFound"].includes(errorName(error))) return undefined;
      throw error;
    }
  }

  async write(checkpoint: Checkpoint): Promise<void> {
    const { s3, bucket } = this.#archive;
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: keyOf(this.#archive, this.#range),
      Body: JSON.stringify(checkpoint),
      ContentType: "application/json",
      ...(this.#etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: this.#etag }),
    });
    try {
      this.#etag = (await s3.send(command)).ETag;
    } catch (error) {
      if (!["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"].includes(errorName(error))) throw error;
      throw new Mendable(
        `--from, --to: somebody else's backfill of ${this.#range.from} to ${this.#range.to} has gone on meanwhile; let one end, then run the other again`,
      );
    }
  }
}

export function parseCheckpoint(key: string, text: string): Checkpoint {
  const read = schema.safeParse(parsed(text));
  if (read.success) return read.data;
  throw new Mendable(`${key}: is no checkpoint of this version; run with --restart to begin anew`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
