import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import type { StoreHandler } from "../../../functions/archive-store/handler.ts";
import { randomNumbers } from "../../../local/twilio/callbacks/random-numbers.ts";
import type { Archive } from "../archive-store/archive.ts";
import { recordedAudio } from "../local-twilio/running.ts";
import {
  counting,
  failingS3,
  failingTwilio,
  livingS3,
  type Mishaps,
  mortal,
  type Odds,
  type Random,
} from "./mishaps.ts";

export interface SoakOptions {
  recordings: number;
  /** The same seed has the same recordings, copies and order. */
  seed: number;
  odds: Odds;
  /** Stores at the same time. */
  stores: number;
}

export interface SoakReport {
  callbacks: number;
  /** Times that a message was handed to a store. */
  receives: number;
  /** The most times that one message was. */
  mostReceives: number;
  mishaps: Mishaps;
  /** Recordings whose object is byte for byte right. */
  right: number;
  /** Recordings without an object, or with another one. */
  wrong: string[];
  /** Objects that no recording has. */
  extra: string[];
  /** The reasons of the dead letters. */
  deadLetters: string[];
}

const kinds = ["dual", "dual", "dual", "mono", "conference"] as const;

/** Sends callbacks of recordings, each 1 to 5 times and in any order, while everything fails that can; then looks at the bucket. */
export async function soak(it: Archive, options: SoakOptions): Promise<SoakReport> {
  const random = randomNumbers(options.seed);
  const begun = Array.from({ length: options.recordings }, (_, at) => begin(it, at, random));
  const callbacks = shuffled(
    begun.flatMap(({ form }) => Array.from({ length: 1 + Math.floor(random() * 5) }, () => form)),
    random,
  );
  const mishaps: Mishaps = {};
  const counts = new Map<string, number>();
  let sending = true;
  const work = Array.from({ length: options.stores }, (_, at) =>
    storing(it, options.odds, randomNumbers(options.seed + at + 1), mishaps, counts, () => sending),
  );
  for (const forms of chunks(callbacks, 8)) {
    const answers = await Promise.all(forms.map((form) => it.callback(form)));
    for (const { statusCode } of answers) if (statusCode !== 204) throw new Error(`A callback got ${statusCode}.`);
  }
  sending = false;
  await Promise.all(work);

  const wrong: string[] = [];
  for (const { sid, audio } of begun) {
    const found = await it.object(sid).catch(() => undefined);
    if (!found?.bytes.equals(audio)) wrong.push(sid);
  }
  const expected = new Set(begun.map(({ sid }) => it.keyOf(sid)));
  const letters = await it.takeQueued(it.deadLetterQueueUrl);
  return {
    callbacks: callbacks.length,
    receives: [...counts.values()].reduce((sum, one) => sum + one, 0),
    mostReceives: Math.max(...counts.values()),
    mishaps,
    right: begun.length - wrong.length,
    wrong,
    extra: (await it.keys()).filter((key) => !expected.has(key)),
    deadLetters: letters.map(({ MessageAttributes }) => MessageAttributes?.reason?.StringValue ?? "none"),
  };
}

/** A recording at Twilio, no two alike, and its callback. */
function begin(it: Archive, at: number, random: Random) {
  const kind = kinds[Math.floor(random() * kinds.length)];
  const [left, right] = [(at % 30_000) + 1, -(at % 29_989) - 1];
  const audio = kind === "mono" ? recordedAudio(left) : recordedAudio(left, right);
  const conference = `CF${"3".repeat(32)}`;
  const ofConference = kind === "conference";
  const { sid } = it.twilio.control.recordings.add(audio, ofConference ? { conference_sid: conference } : {});
  const form = it.completed(sid, {
    RecordingChannels: kind === "mono" ? "1" : "2",
    ...(ofConference && { ConferenceSid: conference }),
  });
  return { sid, audio, form };
}

/** Takes messages until none is left, with a store that is killed now and then and started anew. */
async function storing(
  it: Archive,
  odds: Odds,
  random: Random,
  mishaps: Mishaps,
  counts: Map<string, number>,
  isFed: () => boolean,
): Promise<void> {
  const count = counting(mishaps);
  for (;;) {
    const messages = await received(it);
    if (messages.length === 0) {
      if (!isFed() && (await isEmpty(it))) return;
      continue;
    }
    for (const { MessageId = "" } of messages) counts.set(MessageId, (counts.get(MessageId) ?? 0) + 1);
    const life = mortal(random() < odds.kill ? Math.floor(random() * 12) : Number.POSITIVE_INFINITY);
    const twilio = failingTwilio(odds, random, count);
    const s3 = failingS3(it.clients.s3, odds, random, count);
    const store: StoreHandler = it.storeWith({
      random,
      fetch: (...request) => life.living(() => twilio(...request)),
      s3: () => livingS3(s3, life.living),
    });
    const outcome = await Promise.race([life.killed, store(eventOf(messages))]);
    if (outcome === "killed") count("killed");
    const again =
      outcome === "killed" ? undefined : new Set(outcome.batchItemFailures.map((one) => one.itemIdentifier));
    await Promise.all(
      messages.map((message) => settle(it, message, again === undefined || again.has(message.MessageId ?? ""))),
    );
  }
}

/** What Lambda's event source mapping does: deletes what is done, and lets the rest come again. */
async function settle({ clients, queueUrl }: Archive, { ReceiptHandle }: Message, again: boolean): Promise<void> {
  const one = { QueueUrl: queueUrl, ReceiptHandle };
  if (again) await clients.sqs.send(new ChangeMessageVisibilityCommand({ ...one, VisibilityTimeout: 0 }));
  else await clients.sqs.send(new DeleteMessageCommand(one));
}

async function received({ clients, queueUrl }: Archive): Promise<Message[]> {
  const asked = { QueueUrl: queueUrl, MaxNumberOfMessages: 2, WaitTimeSeconds: 1 };
  return (await clients.sqs.send(new ReceiveMessageCommand(asked))).Messages ?? [];
}

/** Whether nothing waits, nor is hidden. */
async function isEmpty({ clients, queueUrl }: Archive): Promise<boolean> {
  const AttributeNames = ["ApproximateNumberOfMessages" as const, "ApproximateNumberOfMessagesNotVisible" as const];
  const asked = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames });
  const { Attributes = {} } = await clients.sqs.send(asked);
  return AttributeNames.every((name) => Number(Attributes[name]) === 0);
}

function eventOf(messages: readonly Message[]) {
  const Records = messages.map(({ MessageId, ReceiptHandle, Body }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: { ApproximateReceiveCount: "1" },
  }));
  return { Records };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
