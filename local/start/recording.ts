import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import {
  CloudWatchLogsClient,
  type CloudWatchLogsClientConfig,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import { type KeyLayout, recordingKey } from "../../media/recording-key.ts";
import type { AccountSid, RecordingSid } from "../../media/sid.ts";
import type { LocalAws } from "../aws/ministack.ts";

/** A recording that lies in the bucket. */
export interface StoredRecording {
  sid: RecordingSid;
  key: string;
  wav: Uint8Array;
}

/** Where the stack's archive puts recordings, as the stack's outputs say. */
export interface ArchivedPlace {
  bucketName: string;
  recordingsPrefix: string;
  recordingsKeyLayout: KeyLayout;
  accountSid: AccountSid;
}

/** The first call of each function takes its time, and a try that failed comes again within a minute. */
const patienceMilliseconds = 120_000;
const pollMilliseconds = 200;

/**
 * Waits until the archive has brought a recording into the bucket.
 * @throws where it did not, with what its log says, or where what is there is not what Twilio recorded
 */
export async function archivedRecording(
  aws: LocalAws,
  { bucketName: Bucket, recordingsPrefix, recordingsKeyLayout, accountSid }: ArchivedPlace,
  { recording: sid, wav }: { recording: RecordingSid; wav: Uint8Array },
  patience = patienceMilliseconds,
): Promise<StoredRecording> {
  const Key = recordingKey(recordingsKeyLayout, recordingsPrefix, accountSid, sid);
  const httpsAgent = new Agent({ ca: await readFile(aws.caFile, "utf8") });
  const access = {
    endpoint: aws.url,
    region: aws.region,
    credentials: aws.credentials,
    requestHandler: { httpsAgent },
  };
  const s3 = new S3Client({ ...access, forcePathStyle: true });
  try {
    const deadline = performance.now() + patience;
    for (;;) {
      const stored = await objectAt(s3, Bucket, Key);
      if (stored && isDeepStrictEqual(Buffer.from(stored), Buffer.from(wav))) return { sid, key: Key, wav: stored };
      if (stored) throw new Error(`The archive stored ${stored.length} bytes other than the ${wav.length} of ${sid}.`);
      if (performance.now() > deadline) break;
      await sleep(pollMilliseconds);
    }
    const log = await logOf(access);
    throw new Error(
      `${sid} is not in the bucket ${Math.round(patience / 1000)} s after the call. The archive's log:\n${log}`,
    );
  } finally {
    s3.destroy();
    httpsAgent.destroy();
  }
}

async function objectAt(s3: S3Client, Bucket: string, Key: string): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** The last lines that the archive's functions wrote. */
async function logOf(access: CloudWatchLogsClientConfig): Promise<string> {
  const logs = new CloudWatchLogsClient(access);
  const lines: string[] = [];
  try {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "archive-" }));
    for (const { logGroupName } of logGroups) {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      lines.push(...events.slice(-10).map(({ message = "" }) => `${logGroupName}: ${message.trim()}`));
    }
  } finally {
    logs.destroy();
  }
  return lines.join("\n") || "nothing; Twilio's callback did not arrive";
}
