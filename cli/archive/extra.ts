import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { recordingKey } from "../../media/recording-key.ts";
import { recordingMetadata } from "../../media/recording-metadata.ts";
import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import type { Archive } from "./archive.ts";
import { type DayRange, isWithin } from "./days.ts";
import { fetchKnown } from "./known-recording.ts";
import { objectsUnder } from "./objects-under.ts";
import type { SidSet } from "./sid-set.ts";
import type { Finding } from "./verify.ts";

const noKey = "its key is no recording's; see who writes into the bucket";
const unknown = "Twilio knows of no such recording; keep it where it was deleted there on purpose";

/** Objects among the recordings' that are of the range, by when their recording started, and that Twilio does not know. */
export async function* extraObjects(
  archive: Archive,
  range: DayRange,
  known: SidSet,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const folder = `${archive.prefix}${archive.accountSid}/`;
  for await (const { key, modifiedAt } of objectsUnder(archive, folder, signal)) {
    const recording = recordingOf(archive, folder, key);
    if (!recording) yield { difference: "extra", key, reason: noKey };
    // Nothing is stored before it was recorded.
    else if (modifiedAt < Date.parse(range.from) || known.has(recording)) continue;
    else if (await isUnknown(archive, recording, key, range, signal)) {
      yield { difference: "extra", recording, key, reason: unknown };
    }
  }
}

function recordingOf(archive: Archive, folder: string, key: string): RecordingSid | undefined {
  const sid = key.slice(folder.length, folder.length + 34);
  const isKey = isRecordingSid(sid) && key === recordingKey(archive.keyLayout, archive.prefix, archive.accountSid, sid);
  return isKey ? sid : undefined;
}

async function isUnknown(
  archive: Archive,
  recording: RecordingSid,
  key: string,
  range: DayRange,
  signal: AbortSignal,
): Promise<boolean> {
  const { s3, bucket } = archive;
  const { Metadata = {} } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  const startedAt = Date.parse(Metadata[recordingMetadata.startTime] ?? "");
  // Without a start nobody can tell which range it is of.
  if (!Number.isNaN(startedAt) && !isWithin(range, startedAt)) return false;
  return !(await fetchKnown(archive, recording, signal));
}
