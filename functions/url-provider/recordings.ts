import { expectedKey, recordingKey } from "../../media/recording-key.ts";
import { workersOf } from "../../media/recording-metadata.ts";
import type { RecordingSid } from "../../media/sid.ts";
import { errorName } from "../lambda/error-name.ts";
import type { RoleCredentials } from "../lambda/role-credentials.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { type AwsRequest, type AwsService, encoded } from "./aws.ts";
import type { PlaybackServices } from "./decision.ts";
import type { ExchangeOptions, Fetch } from "./exchange.ts";
import type { Settings } from "./settings.ts";

export interface RecordingBucketOptions {
  s3: AwsService;
  /** The bucket's own address. */
  endpoint: string;
  settings: Pick<Settings, "prefix" | "keyLayout" | "accountSid" | "mediaUrlSeconds">;
  credentials(): Promise<RoleCredentials>;
  fetch: Fetch;
  /** Milliseconds since 1970. */
  now(): number;
}

const attemptMilliseconds = 2_000;
const metadataPrefix = "x-amz-meta-";

const failure: ExchangeOptions["failure"] = (detail, options) =>
  new ServiceFailure("storage_unavailable", `S3: ${detail}`, options);

/**
 * The bucket that recordings lie in. S3 tells a missing object (404) from a forbidden one (403) only to
 * those who may list the bucket; to the others both are 403, which counts as a failure here.
 * Source API: HeadObject, and a presigned GetObject.
 */
export function recordingBucket(
  options: RecordingBucketOptions,
): Pick<PlaybackServices, "findRecording" | "isExpected" | "presign"> {
  const { s3, endpoint, fetch } = options;
  const { prefix, keyLayout, accountSid, mediaUrlSeconds } = options.settings;
  const at = (key: string) => ({ endpoint, path: `/${key.split("/").map(encoded).join("/")}` });
  const keyOf = (recording: RecordingSid) => recordingKey(keyLayout, prefix, accountSid, recording);

  /** The object's metadata, or undefined where there is no object. */
  async function head(key: string, signal: AbortSignal): Promise<Record<string, string> | undefined> {
    const request: AwsRequest = { method: "HEAD", ...at(key) };
    const { status, headers } = await s3.send(request, { fetch, signal, attemptMilliseconds, failure });
    if (status === 404) return undefined;
    if (status !== 200) throw failure(`HTTP ${status}`);
    // Every object has one; an answer without it comes from something else than S3.
    if (!headers.has("etag")) throw failure("an answer without an ETag");
    const metadata = [...headers].filter(([name]) => name.startsWith(metadataPrefix));
    return Object.fromEntries(metadata.map(([name, value]) => [name.slice(metadataPrefix.length), value]));
  }

  return {
    async findRecording(recording, signal) {
      const metadata = await head(keyOf(recording), signal);
      return metadata && { sid: recording, workers: workersOf(metadata), metadata };
    },

    isExpected: async (recording, signal) =>
      (await head(expectedKey(prefix, accountSid, recording), signal)) !== undefined,

    async presign(recording) {
      const query = { "response-content-type": "audio/wav", "response-content-disposition": "inline" };
      const seconds = await lifetime(options, mediaUrlSeconds);
      return s3.presign({ method: "GET", ...at(keyOf(recording)), query }, seconds).catch((error: unknown) => {
        throw failure(`signature: ${errorName(error)}`, { cause: error });
      });
    },
  };
}

/**
 * Seconds: as set, or until the credentials end where they say when. S3 refuses a URL whose credentials have
 * ended anyway; one that says so itself fails no listener in the middle.
 */
async function lifetime({ credentials, now }: RecordingBucketOptions, seconds: number): Promise<number> {
  const { expiration } = await credentials();
  if (expiration === undefined) return seconds;
  const left = Math.floor((expiration.getTime() - now()) / 1000);
  if (!(left >= 1)) throw failure("signature: the credentials have ended");
  return Math.min(seconds, left);
}
