import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { logLine } from "../archive-log/line.ts";
import { parseMessage, type RecordingMessage } from "../archive-queue/message.ts";
import { failureOf } from "../lambda/failure-of.ts";
import { deadline, type InvocationContext } from "../lambda/invocation.ts";
import { type FailureReason, ServiceFailure } from "../lambda/service-failure.ts";
import { untilAborted } from "../lambda/until-aborted.ts";
import { storeServices } from "./archive.ts";
import { type MessageOutcome, storeLine } from "./audit.ts";
import { type BatchAnswer, inTurns, messagesOf, type QueuedMessage } from "./batch.ts";
import { failedMessages } from "./queue.ts";
import { type Backoff, retrying } from "./retry.ts";
import { readSettings, type Settings } from "./settings.ts";
import { storeRecording } from "./store-recording.ts";

export type StoreHandler = (event: unknown, context?: InvocationContext) => Promise<BatchAnswer>;

/** What the function reaches outside of itself. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  fetch: typeof fetch;
  s3(settings: Settings): Pick<S3Client, "send">;
  sqs(): Pick<SQSClient, "send">;
  secretsManager(): Pick<SecretsManagerClient, "send">;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** Takes one line, without its end. */
  log(line: string): void;
}

/** No further try helps with these. */
const lasting: readonly FailureReason[] = ["encrypted", "stored_elsewhere", "stored_differs", "message_malformed"];
/** With these a try at once may help; with the others one that comes later by the queue. */
const passing: readonly FailureReason[] = ["twilio_unavailable", "media_cut", "upload_conflict"];
const backoff = { attempts: 3, base: 500, longest: 8_000 };

// What is reserved is for ending uploads that are under way, and then for telling the queue.
const workLimit = { reserved: 8_000, longest: 880_000 };
const endLimit = { reserved: 4_000, longest: 884_000 };

const noteMilliseconds = 2_000;

/** When work is to end, and when it is left behind if it hasn't. */
interface Deadlines {
  work: AbortSignal;
  end: AbortSignal;
}

/** The Lambda handler over given surroundings; settings and services are made once, at the first call. */
export function createHandler(surroundings: Surroundings): StoreHandler {
  let prepared: ReturnType<typeof prepare> | undefined;

  return async (event, context = {}) => {
    // Misconfigured, nothing is done: the queue keeps all of it, and the error shows as the function's own.
    prepared ??= prepare(surroundings);
    const { settings, store, forget, queue } = prepared;
    const { now, log } = surroundings;
    const deadlines = { work: deadline(context, workLimit), end: deadline(context, endLimit) };
    const failed: string[] = [];

    await inTurns(messagesOf(event), settings.concurrency, async (queued, turnIsOver) => {
      const startedAt = now();
      const { message, result } = await store(queued, deadlines, turnIsOver);
      if (result.outcome === "failed") {
        result.deadLettered = lasting.includes(result.failure.reason) && (await queue.giveUp(queued, result.failure));
        if (result.deadLettered) await forget(message);
        else {
          await queue.postpone(queued, result.failure);
          failed.push(queued.id);
        }
      }
      const circumstances = { message, receiveCount: queued.receiveCount, milliseconds: now() - startedAt };
      log(logLine(storeLine(result, circumstances), context, now()));
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function prepare({ environment, fetch, s3, sqs, secretsManager, now, random }: Surroundings) {
  const read = readSettings(environment);
  if ("problems" in read) throw new ServiceFailure("misconfigured", read.problems.join(". "));
  const { settings } = read;
  const servicesFor = storeServices(settings, { fetch, s3: s3(settings), secretsManager: secretsManager(), now });
  const { queueUrl, deadLetterQueueUrl } = settings;
  const queue = failedMessages({ client: sqs(), queueUrl, deadLetterQueueUrl, random });
  const patience: Backoff = { ...backoff, random };

  async function store({ body }: QueuedMessage, { work, end }: Deadlines, onStored: () => void) {
    const message = parseMessage(body);
    const storing = untilAborted(end, storeOne(message, work, onStored));
    const result: MessageOutcome = await storing.catch((error: unknown) => ({
      outcome: "failed",
      failure: failureOf(error, work),
      deadLettered: false,
    }));
    return { message, result };
  }

  async function storeOne(
    message: RecordingMessage | undefined,
    signal: AbortSignal,
    onStored: () => void,
  ): Promise<MessageOutcome> {
    if (!message) throw new ServiceFailure("message_malformed", "is no recording's message");
    if (message.accountSid !== settings.accountSid) {
      throw new ServiceFailure("message_malformed", "is for another account than TWILIO_ACCOUNT_SID");
    }
    const services = { ...servicesFor(message), onStored };
    return retrying(() => storeRecording(message, services, signal), mayHelp, patience, signal);
  }

  /** Nobody is to wait for what does not come; where the note stays, the bucket's own rule removes it. */
  async function forget(message: RecordingMessage | undefined): Promise<void> {
    if (message?.accountSid !== settings.accountSid) return;
    await servicesFor(message)
      .removeNote(AbortSignal.timeout(noteMilliseconds))
      .catch(() => {});
  }

  return { settings, store, forget, queue };
}

function mayHelp(error: unknown): error is ServiceFailure {
  return error instanceof ServiceFailure && passing.includes(error.reason);
}
