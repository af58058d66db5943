import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { recordingKey } from "../../media/recording-key.ts";
import { type AccountSid, isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import type { LocalAws } from "../aws/ministack.ts";
import { toneConversation } from "../player/tones.ts";
import { encodeWav } from "../player/wav.ts";

/** A recording that lies in the bucket. */
export interface StoredRecording {
  sid: RecordingSid;
  key: string;
  wav: Uint8Array;
}

/** Seconds of conversation: customer on the left, agent on the right. */
export const recordingSeconds = 4;

/** Puts a two-channel recording made on the spot into the bucket, as the account's owner. The same one each time. */
export async function storeRecording(
  aws: LocalAws,
  bucket: { name: string; prefix: string; accountSid: AccountSid },
): Promise<StoredRecording> {
  const sid = `RE${createHash("sha256").update("a conversation in tones").digest("hex").slice(0, 32)}`;
  if (!isRecordingSid(sid)) throw new Error("The recording's SID is malformed.");
  const wav = encodeWav(toneConversation(recordingSeconds));
  const key = recordingKey("flex-media", bucket.prefix, bucket.accountSid, sid);
  const s3 = await s3Of(aws);
  try {
    if (!(await exists(s3, bucket.name, key))) {
      await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: key, Body: wav, ContentType: "audio/wav" }));
    }
  } finally {
    s3.destroy();
  }
  return { sid, key, wav };
}

async function s3Of({ url, region, credentials, caFile }: LocalAws): Promise<S3Client> {
  const httpsAgent = new Agent({ ca: await readFile(caFile, "utf8") });
  return new S3Client({ endpoint: url, region, credentials, forcePathStyle: true, requestHandler: { httpsAgent } });
}

async function exists(s3: S3Client, bucket: string, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
