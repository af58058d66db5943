import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expectedKey, recordingKey } from "../../media/recording-key.ts";
import { workersOf } from "../../media/recording-metadata.ts";
import type { RecordingSid } from "../../media/sid.ts";
import type { PlaybackServices } from "./decision.ts";
import { errorName } from "./error-name.ts";
import { ServiceFailure } from "./service-failure.ts";
import type { Settings } from "./settings.ts";

type Bucket = Pick<Settings, "bucket" | "prefix" | "keyLayout" | "accountSid" | "mediaUrlSeconds">;

/**
 * The bucket that recordings lie in. S3 tells a missing object (404) from a forbidden one (403) only to
 * those who may list the bucket; to the others both are 403, which counts as a failure here.
 */
export function recordingBucket(
  client: S3Client,
  { bucket, prefix, keyLayout, accountSid, mediaUrlSeconds }: Bucket,
  now: () => number,
): Pick<PlaybackServices, "findRecording" | "isExpected" | "presign"> {
  const keyOf = (recording: RecordingSid) => recordingKey(keyLayout, prefix, accountSid, recording);

  /** The object's metadata, or undefined where there is no object. */
  async function head(key: string, signal: AbortSignal): Promise<Record<string, string> | undefined> {
    try {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
      const { ETag, Metadata = {} } = await client.send(command, { abortSignal: signal });
      // Every object has one; an answer without it comes from something else than S3.
      if (!ETag) throw new ServiceFailure("storage_unavailable", "S3: an answer without an ETag");
      return Metadata;
    } catch (error) {
      if (error instanceof ServiceFailure) throw error;
      const name = errorName(error);
      if (name === "NotFound" || name === "NoSuchKey") return undefined;
      throw new ServiceFailure("storage_unavailable", `S3: ${name}`, { cause: error });
    }
  }

  return {
    async findRecording(recording, signal) {
      const metadata = await head(keyOf(recording), signal);
      return metadata && { sid: recording, workers: workersOf(metadata), metadata };
    },

    isExpected: async (recording, signal) =>
      (await head(expectedKey(prefix, accountSid, recording), signal)) !== undefined,

    async presign(recording) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: keyOf(recording),
        ResponseContentType: "audio/wav",
        ResponseContentDisposition: "inline",
      });
      try {
        return await getSignedUrl(client, command, { expiresIn: await lifetime(client, mediaUrlSeconds, now) });
      } catch (error) {
        if (error instanceof ServiceFailure) throw error;
        throw new ServiceFailure("storage_unavailable", `S3 signature: ${errorName(error)}`, { cause: error });
      }
    },
  };
}

/**
 * Seconds: as set, or until the credentials end where they say when. S3 refuses a URL whose credentials have
 * ended anyway; one that says so itself fails no listener in the middle.
 */
async function lifetime(client: S3Client, seconds: number, now: () => number): Promise<number> {
  const { expiration } = await client.config.credentials();
  if (expiration === undefined) return seconds;
  const left = Math.floor((expiration.getTime() - now()) / 1000);
  if (!(left >= 1)) throw new ServiceFailure("storage_unavailable", "S3 signature: the credentials have ended");
  return Math.min(seconds, left);
}
