import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { expectedKey } from "../../media/recording-key.ts";
import type { AccountSid, RecordingSid } from "../../media/sid.ts";

export interface NotePlace {
  bucket: string;
  prefix: string;
  accountSid: AccountSid;
}

/** Notes in the bucket that a recording is on its way, so that playback can say so. */
export async function noteExpected(
  client: Pick<S3Client, "send">,
  { bucket, prefix, accountSid }: NotePlace,
  recording: RecordingSid,
  signal: AbortSignal,
): Promise<void> {
  const Key = expectedKey(prefix, accountSid, recording);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "", ContentLength: 0 }), { abortSignal: signal });
}

/** Takes the note away; one that isn't there is as good. */
export async function removeNote(
  client: Pick<S3Client, "send">,
  { bucket, prefix, accountSid }: NotePlace,
  recording: RecordingSid,
  signal: AbortSignal,
): Promise<void> {
  const Key = expectedKey(prefix, accountSid, recording);
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }), { abortSignal: signal });
}
