import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { recordingKey } from "../../media/recording-key.ts";
import type { AccountSid, RecordingSid } from "../../media/sid.ts";
import type { LocalAws } from "../aws/ministack.ts";

/** A recording that lies in the bucket. */
export interface StoredRecording {
  sid: RecordingSid;
  key: string;
  wav: Uint8Array;
}

/** Puts a recording of Twilio's into the bucket, as the account's owner. */
export async function storeRecording(
  aws: LocalAws,
  bucket: { name: string; prefix: string; accountSid: AccountSid },
  { recording: sid, wav }: { recording: RecordingSid; wav: Uint8Array },
): Promise<StoredRecording> {
  const key = recordingKey("flex-media", bucket.prefix, bucket.accountSid, sid);
  const s3 = await s3Of(aws);
  try {
    await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: key, Body: wav, ContentType: "audio/wav" }));
  } finally {
    s3.destroy();
  }
  return { sid, key, wav };
}

async function s3Of({ url, region, credentials, caFile }: LocalAws): Promise<S3Client> {
  const httpsAgent = new Agent({ ca: await readFile(caFile, "utf8") });
  return new S3Client({ endpoint: url, region, credentials, forcePathStyle: true, requestHandler: { httpsAgent } });
}
