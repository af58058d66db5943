import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { SendMessageCommandInput } from "@aws-sdk/client-sqs";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { CommandContext } from "../../../cli/commands/context.ts";
import { program } from "../../../cli/commands/program.ts";
import { type ArchiveStack, openArchive } from "../../../cli/stack/archive-stack.ts";
import { awsAccess } from "../../../cli/stack/aws-access.ts";
import { twilioAccess } from "../../../cli/stack/twilio-access.ts";
import { allServicesAt } from "../../../local/aws/provider/clients.ts";
import type { NewRecording } from "../../../local/twilio/api/recordings-state.ts";
import { archive, authToken } from "../archive-store/archive.ts";
import type { Cleanup } from "../local-aws/fixture.ts";
import { recordedAudio } from "../local-twilio/running.ts";

export const audio = recordedAudio(1, 2);

export type Archived = Awaited<ReturnType<typeof archived>>;

/** An archive between a local Twilio and an emulated AWS, and the commands on it. */
export async function archived(cleanup: Cleanup) {
  const it = await archive(cleanup);
  const { aws, accountSid, twilio } = it;
  const endpoints = { api: twilio.endpoint("api.twilio.com") };
  const values = {
    "aws:region": aws.region,
    "aws:accessKey": aws.credentials.accessKeyId,
    "aws:secretKey": aws.credentials.secretAccessKey,
    "aws:endpoints": JSON.stringify([allServicesAt(aws.url)]),
    "aws:s3UsePathStyle": "true",
    "aws:customCaBundle": aws.caFile,
    "twilio:accountSid": accountSid,
    "twilio:authToken": authToken,
    "twilio:endpoints": JSON.stringify(endpoints),
  };
  const outputs: ArchiveStack["outputs"] = {
    accountSid,
    bucketName: it.bucket,
    recordingsPrefix: "recordings/",
    recordingsKeyLayout: "flex-media",
    archiveQueueUrl: it.queueUrl,
    archiveDeadLetterQueueUrl: it.deadLetterQueueUrl,
  };
  const stack: ArchiveStack = {
    name: "tests",
    outputs,
    twilio: twilioAccess(values, {}),
    aws: awsAccess(values, {}),
  };
  const opened = openArchive(stack);
  cleanup.add(() => opened.close());

  return {
    ...it,
    values,
    outputs,
    opened,

    /** Recordings of one day, a second apart. */
    record(day: string, count: number, more: NewRecording = {}) {
      const audible = more.status === undefined || more.status === "completed";
      const many = Array.from({ length: count }, (_, second) => {
        const date = new Date(Date.parse(day) + second * 1000).toISOString();
        return { audio: audible ? audio : undefined, recording: { date_created: date, start_time: date, ...more } };
      });
      return twilio.control.recordings.addMany(many).map(({ sid }) => sid);
    },

    giveUp: (body: string, attributes: SendMessageCommandInput["MessageAttributes"] = undefined) =>
      it.clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: it.deadLetterQueueUrl,
          MessageBody: body,
          ...(attributes && { MessageAttributes: attributes }),
        }),
      ),

    /** The recordings in the bucket, however many. */
    async stored(): Promise<string[]> {
      const keys: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const asked = { Bucket: it.bucket, Prefix: `recordings/${accountSid}/`, ContinuationToken };
        const page = await it.clients.s3.send(new ListObjectsV2Command(asked));
        keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      return keys.map((key) => /RE[0-9a-f]{32}/.exec(key)?.[0] ?? key).sort();
    },

    /** Runs a command as it is run on a command line, but for the process. */
    async run(line: string, replaced: Partial<CommandContext> = {}) {
      const [stdout, stderr]: [string[], string[]] = [[], []];
      let code = 0;
      const context = {
        open: async () => openArchive(stack),
        stdout: { write: (text: string) => stdout.push(text) > 0 },
        stderr: { write: (text: string) => stderr.push(text) > 0 },
        now: Date.now,
        stop: new AbortController().signal,
        setExitCode: (set: number) => {
          code = set;
        },
        tuning: { pageSize: 20, pace: 0, poll: 20 },
        ...replaced,
      } as CommandContext;
      const words = line.split(" ");
      await program(context)
        .exitOverride()
        .parseAsync(["archive", ...words, "--stack", "tests"], { from: "user" });
      return { code, stdout: stdout.join(""), stderr: stderr.join("") };
    },

    /** Stores what the queue has, over and over, until the work is over. */
    async storing<T>(work: Promise<T>): Promise<T> {
      let isOver = false;
      const over = work.finally(() => {
        isOver = true;
      });
      over.catch(() => {});
      const store = it.storeWith({}, { CONCURRENCY: "10" });
      while (!isOver) await it.drain(store, 5);
      return over;
    },
  };
}
