import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { createHandler as createIntake } from "../../../functions/archive-intake/handler.ts";
import type { RecordingMessage } from "../../../functions/archive-queue/message.ts";
import { createHandler as createStore, type Surroundings } from "../../../functions/archive-store/handler.ts";
import { recordingsS3 } from "../../../functions/archive-store/s3-client.ts";
import { fetchWithFunctionUrls } from "../../../local/aws/function-url-fetch.ts";
import { type LocalAws, startLocalAws } from "../../../local/aws/ministack.ts";
import { startLocalTwilio } from "../../../local/twilio/server.ts";
import type { AccountSid, RecordingSid } from "../../../media/sid.ts";
import type { Cleanup } from "../local-aws/fixture.ts";

export const authToken = "the auth token of the archive's tests";
export const domainName = "intake.lambda-url.us-east-1.on.aws";
export const callbackUrl = `https://${domainName}/`;
const hex = () => randomBytes(16).toString("hex");
export const newRecordingSid = (): RecordingSid => `RE${hex()}`;

export type Form = Record<string, string>;

/** An event as a function URL makes it of Twilio's form. */
export function callbackEvent(form: Form, changes: { signature?: string; body?: string; type?: string } = {}) {
  const signature = changes.signature ?? getExpectedTwilioSignature(authToken, callbackUrl, form);
  return {
    rawPath: "/",
    rawQueryString: "",
    headers: {
      "content-type": changes.type ?? "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": signature,
    },
    requestContext: { domainName, http: { method: "POST" } },
    body: Buffer.from(changes.body ?? new URLSearchParams(form).toString()).toString("base64"),
    isBase64Encoded: true,
  };
}

export type Archive = Awaited<ReturnType<typeof archive>>;

/** The archive's two functions in this process, between a local Twilio and an emulated AWS. */
export async function archive(cleanup: Cleanup, { authToken: signedWith = authToken } = {}) {
  const accountSid: AccountSid = `AC${hex()}`;
  const aws = await startLocalAws();
  cleanup.add(() => aws.close());
  // Callbacks reach functions that are deployed there.
  const options = { accountSid, authToken: signedWith, fetch: fetchWithFunctionUrls(aws) };
  const twilio = await startLocalTwilio(options);
  cleanup.add(() => twilio.close());
  const clients = await clientsOf(aws);
  cleanup.add(() => clients.destroy());
  const { s3, sqs, secrets } = clients;
  const bucket = "call-recordings";
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const queue = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "60" } }))).QueueUrl ?? "";
  const [queueUrl, deadLetterQueueUrl] = [await queue("recordings"), await queue("dead-letters")];
  const key = twilio.control.apiKeys.create();
  const SecretString = JSON.stringify({ accountSid, username: key.sid, password: key.secret, authToken: signedWith });
  const { ARN: secretArn = "" } = await secrets.send(new CreateSecretCommand({ Name: "twilio", SecretString }));

  const lines: string[] = [];
  const environment = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_SECRET_ARN: secretArn,
    TWILIO_AUTH_TOKEN_SECRET_ARN: secretArn,
    TWILIO_API_URL: twilio.endpoint("api.twilio.com"),
    TWILIO_TASKROUTER_URL: twilio.endpoint("taskrouter.twilio.com"),
    RECORDINGS_BUCKET: bucket,
    QUEUE_URL: queueUrl,
    S3_FORCE_PATH_STYLE: "true",
  };
  const shared = {
    environment,
    sqs: () => sqs,
    secretsManager: () => secrets,
    now: Date.now,
    log: (line: string) => void lines.push(line),
  };
  const intake = createIntake({ ...shared, s3: () => s3 });
  /** Another store, with what is replaced. */
  const storeWith = (replaced: Partial<Surroundings>, changed: Record<string, string> = {}) =>
    createStore({
      ...shared,
      // The tests decide themselves when a message comes again.
      environment: { ...environment, QUEUE_URL: "", DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl, ...changed },
      fetch,
      s3: () => s3,
      random: () => 0,
      ...replaced,
    });

  const received = async (QueueUrl: string): Promise<Message[]> => {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"], WaitTimeSeconds: 0 };
    return (await sqs.send(new ReceiveMessageCommand(asked))).Messages ?? [];
  };

  return {
    accountSid,
    twilio,
    aws,
    clients,
    bucket,
    queueUrl,
    secretArn,
    environment,
    lines,
    storeWith,
    store: storeWith({}),
    records: () => lines.map((line): Record<string, unknown> => JSON.parse(line)),
    callback: (form: Form, changes?: Parameters<typeof callbackEvent>[1]) => intake(callbackEvent(form, changes)),

    /** What a callback of a completed recording has. */
    completed: (sid: string, more: Form = {}): Form => ({
      AccountSid: accountSid,
      CallSid: `CA${"1".repeat(32)}`,
      RecordingSid: sid,
      RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`,
      RecordingStatus: "completed",
      RecordingChannels: "2",
      RecordingSource: "DialVerb",
      RecordingStartTime: "Sat, 21 Nov 2026 10:00:00 +0000",
      ...more,
    }),

    /** An event of SQS with these messages. */
    eventOf: (...messages: (Partial<Omit<RecordingMessage, "recordingSid">> & { recordingSid: string })[]) => ({
      Records: messages.map((message, index) => ({
        messageId: `message-${index}`,
        receiptHandle: "none",
        body: JSON.stringify({ accountSid, ...message }),
        attributes: { ApproximateReceiveCount: "1" },
      })),
    }),

    /** Hands the queue's messages to a store until none is left, or the rounds are over; gives how many are left. */
    async drain(store = storeWith({}), rounds = 10): Promise<number> {
      let failed = 0;
      for (let round = 0; round < rounds; round += 1) {
        const messages = await received(queueUrl);
        if (messages.length === 0) return 0;
        failed = await handOver(messages);
      }
      return failed;

      async function handOver(messages: Message[]): Promise<number> {
        const Records = messages.map(({ MessageId, ReceiptHandle, Body }) => ({
          messageId: MessageId,
          receiptHandle: ReceiptHandle,
          body: Body,
          attributes: { ApproximateReceiveCount: "1" },
        }));
        const { batchItemFailures } = await store({ Records });
        const again = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        for (const { MessageId = "", ReceiptHandle } of messages) {
          const one = { QueueUrl: queueUrl, ReceiptHandle };
          if (again.has(MessageId))
            await sqs.send(new ChangeMessageVisibilityCommand({ ...one, VisibilityTimeout: 0 }));
          else await sqs.send(new DeleteMessageCommand(one));
        }
        return again.size;
      }
    },

    /** The queue's messages, which are taken out. */
    async takeQueued(url = queueUrl): Promise<Message[]> {
      const all: Message[] = [];
      for (let some = await received(url); some.length > 0; some = await received(url)) {
        for (const { ReceiptHandle } of some) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
        }
        all.push(...some);
      }
      return all;
    },
    deadLetterQueueUrl,
    enqueue: (body: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body })),
    keyOf: (sid: string) => `recordings/${accountSid}/${sid}.wav`,
    keys: () => keysOf(s3, bucket),
    async object(sid: string) {
      const place = { Bucket: bucket, Key: `recordings/${accountSid}/${sid}.wav` };
      const { Body, Metadata = {}, ContentType } = await s3.send(new GetObjectCommand(place));
      const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(place));
      const tags = Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
      return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), Metadata, ContentType, tags };
    },
  };
}

async function keysOf(s3: S3Client, bucket: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = "" }) => Key).sort();
}

/** What a client of the SDK needs to reach the emulator. */
export async function accessTo({ region, url, credentials, caFile }: LocalAws) {
  const httpsAgent = new Agent({ keepAlive: true, ca: await readFile(caFile, "utf8") });
  return { region, endpoint: url, credentials, requestHandler: { httpsAgent } };
}

/** The SDK's clients as the functions have them, but for the emulator's address. */
async function clientsOf(aws: LocalAws) {
  const access = await accessTo(aws);
  return {
    s3: recordingsS3({ ...access, forcePathStyle: true }),
    sqs: new SQSClient({ ...access, useQueueUrlAsEndpoint: false }),
    secrets: new SecretsManagerClient(access),
    destroy: () => access.requestHandler.httpsAgent.destroy(),
  };
}
