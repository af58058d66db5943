import { ListObjectsV2Command, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expectedKey, recordingKey } from "../../media/recording-key.ts";
import type { RecordingSid } from "../../media/sid.ts";
import { until } from "./polling.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, warned } from "./trial.ts";

/** Looks, of which there is one a second: a recording is stored within seconds, and a try that failed comes again. */
const mostLooks = 120;

/**
 * Watches a recording on its way through the archive, from before it is reported: the intake notes that it is on its way,
 * and the store takes that note away once it has looked at it, stored before or not. That a note came and went shows in
 * the versions of it, as it may be there for a moment alone. Needs `s3:ListBucket`; `s3:ListBucketVersions` and
 * `sqs:GetQueueAttributes` may be denied.
 */
export class ArchiveWatch {
  readonly #subject: Subject;
  readonly #recording: RecordingSid;
  readonly #signal: AbortSignal;
  readonly #before: Before;

  /** @param isNew whether it was made just now: an archive may be done with it before anybody looks */
  static async begin(
    subject: Subject,
    recording: RecordingSid,
    isNew: boolean,
    signal: AbortSignal,
  ): Promise<ArchiveWatch> {
    return new ArchiveWatch(subject, recording, signal, {
      isStored: !isNew && (await isThere(subject, keyOf(subject, recording), signal)),
      noteVersions: isNew ? [] : await versionsOf(subject, noteOf(subject, recording), signal),
      deadLetters: await deadLettersOf(subject, signal),
    });
  }

  private constructor(subject: Subject, recording: RecordingSid, signal: AbortSignal, before: Before) {
    this.#subject = subject;
    this.#recording = recording;
    this.#signal = signal;
    this.#before = before;
  }

  /** Waits until the recording is in the bucket and its note is gone. */
  async finding(): Promise<Finding> {
    const [subject, signal] = [this.#subject, this.#signal];
    let isStored = false;
    const isDone = await until(
      async () => {
        isStored = await isThere(subject, keyOf(subject, this.#recording), signal);
        return isStored && !(await isThere(subject, noteOf(subject, this.#recording), signal)) ? true : undefined;
      },
      { poll: subject.poll, signal, mostLooks },
    );
    if (isDone) return await this.#lookedAt();
    const what = isStored ? "has not been looked at by the archive's store" : "is not in the bucket";
    return failed(
      `${this.#recording} ${what} after ${Math.round((mostLooks * subject.poll) / 1000)} s; ${this.#tells}`,
    );
  }

  async #lookedAt(): Promise<Finding> {
    const letters = await deadLettersOf(this.#subject, this.#signal);
    if (letters !== undefined && letters > (this.#before.deadLetters ?? letters)) {
      return warned(`the dead-letter queue has grown meanwhile, maybe by it; ${this.#tells}`);
    }
    if (!this.#before.isStored) return passed("in the bucket, and looked at by the archive's store");
    if (await this.#wasNoted()) {
      return passed(
        "was in the bucket before, and looked at by the archive's store; fetching and storing were not tried",
      );
    }
    return warned(
      "was in the bucket before, and the archive's store could not be seen at work: no note came under " +
        `${this.#subject.outputs.recordingsPrefix}expected/, or s3:ListBucketVersions is not allowed; run it again after ` +
        `a call, or ${this.#tells}`,
    );
  }

  async #wasNoted(): Promise<boolean> {
    const now = await versionsOf(this.#subject, noteOf(this.#subject, this.#recording), this.#signal);
    const before = this.#before.noteVersions;
    return now?.some((version) => before?.includes(version) === false) ?? false;
  }

  get #tells(): string {
    return `\`npm run flex-media -- archive status --stack ${this.#subject.stack}\` tells what became of it`;
  }
}

/** How things stood before the archive heard of it; undefined is what can't be asked. */
interface Before {
  isStored: boolean;
  noteVersions: readonly string[] | undefined;
  deadLetters: number | undefined;
}

function keyOf({ outputs }: Subject, recording: RecordingSid): string {
  return recordingKey(outputs.recordingsKeyLayout, outputs.recordingsPrefix, outputs.accountSid, recording);
}

function noteOf({ outputs }: Subject, recording: RecordingSid): string {
  return expectedKey(outputs.recordingsPrefix, outputs.accountSid, recording);
}

async function isThere({ s3, outputs }: Subject, key: string, signal: AbortSignal): Promise<boolean> {
  const command = new ListObjectsV2Command({ Bucket: outputs.bucketName, Prefix: key, MaxKeys: 1 });
  const { Contents = [] } = await s3.send(command, { abortSignal: signal });
  return Contents.some(({ Key }) => Key === key);
}

/** Those of an object and the marks of its deletions, the newest thousand. */
async function versionsOf({ s3, outputs }: Subject, key: string, signal: AbortSignal): Promise<string[] | undefined> {
  const command = new ListObjectVersionsCommand({ Bucket: outputs.bucketName, Prefix: key });
  const listed = await s3.send(command, { abortSignal: signal }).catch(() => undefined);
  signal.throwIfAborted();
  if (listed === undefined) return undefined;
  const all = [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])];
  return all.flatMap(({ Key, VersionId }) => (Key === key && VersionId !== undefined ? [VersionId] : []));
}

async function deadLettersOf({ sqs, outputs }: Subject, signal: AbortSignal): Promise<number | undefined> {
  const { archiveDeadLetterQueueUrl: QueueUrl } = outputs;
  if (QueueUrl === undefined) return undefined;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
  const asked = await sqs.send(command, { abortSignal: signal }).catch(() => undefined);
  signal.throwIfAborted();
  const { ApproximateNumberOfMessages: count } = asked?.Attributes ?? {};
  return count === undefined ? undefined : Number(count);
}
