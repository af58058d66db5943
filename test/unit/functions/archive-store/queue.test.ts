import { ChangeMessageVisibilityCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { inTurns, messagesOf } from "../../../../functions/archive-store/batch.ts";
import { failedMessages } from "../../../../functions/archive-store/queue.ts";
import { ServiceFailure } from "../../../../functions/lambda/service-failure.ts";

const urls = { queueUrl: "https://sqs.example/1/queue", deadLetterQueueUrl: "https://sqs.example/1/dead" };
const message = { id: "1", receiptHandle: "handle", body: "{}", receiveCount: 1 };

function queue(options: Partial<Parameters<typeof failedMessages>[0]> = {}, answer = async () => ({})) {
  const sent: unknown[] = [];
  const client = {
    send: (command: unknown) => {
      sent.push(command);
      return answer();
    },
  };
  return { sent, ...failedMessages({ client, random: () => 1, ...urls, ...options }) };
}

test("asks for a failed message later each time, at most an hour, and no sooner than Twilio says", async () => {
  const { sent, postpone } = queue();
  const failure = (retryAfter?: number) => new ServiceFailure("twilio_unavailable", "HTTP 429", { retryAfter });
  for (const receiveCount of [1, 2, 3, 50]) await postpone({ ...message, receiveCount }, failure());
  await postpone(message, failure(600_000));
  const waits = sent.map(
    (command) => command instanceof ChangeMessageVisibilityCommand && command.input.VisibilityTimeout,
  );
  expect(waits).toEqual([60, 120, 240, 3600, 660]);
});

test("never has a message come again at once, and leaves it to the queue where it knows none or can't be told", async () => {
  const eager = queue({ random: () => 0 });
  await eager.postpone(message, new ServiceFailure("media_cut", "cut"));
  expect(eager.sent).toMatchObject([{ input: { VisibilityTimeout: 5, ReceiptHandle: "handle" } }]);
  const unknown = queue({ queueUrl: null });
  await unknown.postpone(message, new ServiceFailure("media_cut", "cut"));
  expect(unknown.sent).toEqual([]);
  const broken = queue({}, () => Promise.reject(new Error("no")));
  await expect(broken.postpone(message, new ServiceFailure("media_cut", "cut"))).resolves.toBeUndefined();
});

test("gives a message up with its reason, or says that it could not", async () => {
  const failure = new ServiceFailure("encrypted", "is encrypted");
  const { sent, giveUp } = queue();
  expect(await giveUp(message, failure)).toBe(true);
  expect(sent[0]).toBeInstanceOf(SendMessageCommand);
  expect(sent).toMatchObject([
    {
      input: {
        QueueUrl: urls.deadLetterQueueUrl,
        MessageBody: "{}",
        MessageAttributes: { reason: { StringValue: "encrypted" } },
      },
    },
  ]);
  expect(await queue({ deadLetterQueueUrl: null }).giveUp(message, failure)).toBe(false);
  expect(await queue({}, () => Promise.reject(new Error("no"))).giveUp(message, failure)).toBe(false);
});

test("reads what Lambda hands over, and nothing into what it does not", () => {
  const attributes = { ApproximateReceiveCount: "3" };
  expect(messagesOf({ Records: [{ messageId: "1", receiptHandle: "handle", body: "{}", attributes }] })).toEqual([
    { ...message, receiveCount: 3 },
  ]);
  expect(messagesOf({ Records: [null] })).toEqual([{ id: "", receiptHandle: "", body: "", receiveCount: 1 }]);
  for (const event of [undefined, {}, { Records: "none" }]) expect(messagesOf(event)).toEqual([]);
});

test("works on all, and on no more at once than it may", async () => {
  let [working, most] = [0, 0];
  const done: number[] = [];
  await inTurns([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    working += 1;
    most = Math.max(most, working);
    await Promise.resolve();
    working -= 1;
    done.push(item);
  });
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test("begins with the next where a turn is over before its work is, and waits for all work", async () => {
  const release = Promise.withResolvers<void>();
  const begun: number[] = [];
  const done: number[] = [];
  await inTurns([1, 2, 3], 1, async (item, turnIsOver) => {
    begun.push(item);
    if (item === 3) release.resolve();
    turnIsOver();
    await release.promise;
    done.push(item);
  });
  expect(begun).toEqual([1, 2, 3]);
  expect(done).toEqual([1, 2, 3]);
});

test("fails with work that fails after its turn", async () => {
  const work = inTurns([1, 2], 1, async (item, turnIsOver) => {
    turnIsOver();
    await Promise.resolve();
    if (item === 1) throw new Error("late");
  });
  await expect(work).rejects.toThrow("late");
});
