import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { recordingKey } from "../../media/recording-key.ts";
import type { RecordingSid } from "../../media/sid.ts";
import type { PlaybackServices } from "./decision.ts";
import { errorName } from "./error-name.ts";
import { ServiceFailure } from "./service-failure.ts";
import type { Settings } from "./settings.ts";

type Bucket = Pick<Settings, "bucket" | "prefix" | "accountSid" | "mediaUrlSeconds">;

/**
 * The bucket that recordings lie in. S3 tells a missing object (404) from a forbidden one (403) only to
 * those who may list the bucket; to the others both are 403, which counts as a failure here.
 */
export function recordingBucket(
  client: S3Client,
  { bucket, prefix, accountSid, mediaUrlSeconds }: Bucket,
): Pick<PlaybackServices, "recordingExists" | "presign"> {
  const object = (recording: RecordingSid) => ({
    Bucket: bucket,
    Key: recordingKey("flex-media", prefix, accountSid, recording),
  });

  return {
    async recordingExists(recording, signal) {
      try {
        await client.send(new HeadObjectCommand(object(recording)), { abortSignal: signal });
        return true;
      } catch (error) {
        const name = errorName(error);
        if (name === "NotFound" || name === "NoSuchKey") return false;
        throw new ServiceFailure("storage_unavailable", `S3: ${name}`, { cause: error });
      }
    },

    async presign(recording) {
      const command = new GetObjectCommand({
        ...object(recording),
        ResponseContentType: "audio/wav",
        ResponseContentDisposition: "inline",
      });
      try {
        return await getSignedUrl(client, command, { expiresIn: mediaUrlSeconds });
      } catch (error) {
        throw new ServiceFailure("storage_unavailable", `S3 signature: ${errorName(error)}`, { cause: error });
      }
    },
  };
}
