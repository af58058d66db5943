import { type ListObjectsV2Command, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { ArchiveWatch } from "../../../../cli/verify/archive-watch.ts";
import type { Subject } from "../../../../cli/verify/subject.ts";
import type { RecordingSid } from "../../../../media/sid.ts";

const recording = `RE${"1".repeat(32)}` as RecordingSid;
const accountSid = `AC${"2".repeat(32)}`;
const note = `recordings/expected/${accountSid}/${recording}`;
const key = `recordings/${accountSid}/${recording}.wav`;

interface Archive {
  /** What is in the bucket. */
  bucket: string[];
  /** What the store does after a number of looks at the recording, of which the first is made before it is reported. */
  store?: { after: number; does(bucket: Set<string>): void };
  /** How many dead letters there are, before and afterwards. */
  letters?: (number | Error)[];
  /** The versions of the note, before and afterwards. */
  versions?: (string[] | Error)[];
  /** Whether the recording was made just now. */
  isNew?: boolean;
}

/** What a watch finds of such an archive. */
async function watched({
  bucket: first,
  store,
  letters = [0],
  versions = [["1"], ["1", "2"]],
  isNew = false,
}: Archive) {
  const bucket = new Set(first);
  let looks = 0;
  const s3 = {
    async send(command: ListObjectsV2Command | ListObjectVersionsCommand) {
      const { Prefix = "" } = command.input;
      if (command instanceof ListObjectVersionsCommand) {
        const [newest, ...others] = inTurn(versions).map((VersionId) => ({ Key: Prefix, VersionId }));
        return { DeleteMarkers: newest && [newest], Versions: [...others, { Key: `${Prefix}0`, VersionId: "3" }] };
      }
      const Contents = bucket.has(Prefix) ? [{ Key: Prefix }] : [];
      if (Prefix === key) looks += 1;
      if (looks === store?.after) store.does(bucket);
      return { Contents };
    },
  };
  const sqs = { send: async () => ({ Attributes: { ApproximateNumberOfMessages: String(inTurn(letters)) } }) };
  const outputs = {
    accountSid,
    bucketName: "recordings",
    recordingsPrefix: "recordings/",
    recordingsKeyLayout: "flex-media",
    archiveDeadLetterQueueUrl: "https://sqs.example/dead",
  };
  const subject = { stack: "dev", outputs, s3, sqs, poll: 0 } as unknown as Subject;
  const watch = await ArchiveWatch.begin(subject, recording, isNew, new AbortController().signal);
  const { outcome, detail } = await watch.finding();
  return `${outcome}: ${detail}`;
}

/** The first is taken away, the last one stays. */
function inTurn<T>(values: (T | Error)[]): T {
  const [value] = values.length > 1 ? values.splice(0, 1) : values;
  if (value === undefined || value instanceof Error) throw value;
  return value;
}

const takesNote = { after: 3, does: (bucket: Set<string>) => void bucket.delete(note) };
const stores = {
  after: 3,
  does(bucket: Set<string>) {
    bucket.add(key);
    bucket.delete(note);
  },
};
const tells = "`npm run flex-media -- archive status --stack dev` tells what became of it";

const unseen =
  "warned: was in the bucket before, and the archive's store could not be seen at work: no note came under " +
  `recordings/expected/, or s3:ListBucketVersions is not allowed; run it again after a call, or ${tells}`;

test.each<[string, Archive, string]>([
  [
    "a new recording is stored",
    { bucket: [note], store: stores },
    "passed: in the bucket, and looked at by the archive's store",
  ],
  [
    "one that was stored before has its note taken away",
    { bucket: [key, note], store: takesNote },
    "passed: was in the bucket before, and looked at by the archive's store; fetching and storing were not tried",
  ],
  [
    "one of a call was stored before anybody looked",
    { bucket: [key], versions: [["1"]], isNew: true },
    "passed: in the bucket, and looked at by the archive's store",
  ],
  ["one that was stored before gets no note", { bucket: [key], versions: [["1"]] }, unseen],
  ["versions may not be listed", { bucket: [key], versions: [new Error("AccessDenied")] }, unseen],
  [
    "a dead letter comes of it",
    { bucket: [key, note], store: takesNote, letters: [2, 3] },
    `warned: the dead-letter queue has grown meanwhile, maybe by it; ${tells}`,
  ],
  [
    "dead letters were there before, and some were taken away",
    { bucket: [note], store: stores, letters: [3, 2] },
    "passed: in the bucket, and looked at by the archive's store",
  ],
  [
    "dead letters may not be counted",
    { bucket: [note], store: stores, letters: [new Error("AccessDenied")] },
    "passed: in the bucket, and looked at by the archive's store",
  ],
  [
    "the store is dead",
    { bucket: [key, note] },
    `failed: ${recording} has not been looked at by the archive's store after 0 s; ${tells}`,
  ],
  ["nothing is stored", { bucket: [note] }, `failed: ${recording} is not in the bucket after 0 s; ${tells}`],
  [
    "the store gives up",
    { bucket: [note], store: takesNote },
    `failed: ${recording} is not in the bucket after 0 s; ${tells}`,
  ],
])("%s", async (_, archive, told) => {
  expect(await watched(archive)).toBe(told);
});
