import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { errorName } from "../lambda/error-name.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import type { RecordingMessage } from "./message.ts";

/** Puts a message into the archive's queue. */
export async function enqueue(
  client: Pick<SQSClient, "send">,
  queueUrl: string,
  message: RecordingMessage,
  signal: AbortSignal,
): Promise<void> {
  const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) });
  try {
    await client.send(command, { abortSignal: signal });
  } catch (error) {
    throw new ServiceFailure("queue_unavailable", `SQS: ${errorName(error)}`, { cause: error });
  }
}

/** The most that SQS takes at once. */
export const mostAtOnce = 10;

/** Puts up to ten messages into the archive's queue; gives those that it did not take, which are to be sent again. */
export async function enqueueBatch(
  client: Pick<SQSClient, "send">,
  queueUrl: string,
  messages: readonly RecordingMessage[],
  signal: AbortSignal,
): Promise<RecordingMessage[]> {
  const Entries = messages.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
  const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
  try {
    const { Successful = [] } = await client.send(command, { abortSignal: signal });
    const taken = new Set(Successful.map(({ Id }) => Id));
    return messages.filter((_, index) => !taken.has(String(index)));
  } catch (error) {
    throw new ServiceFailure("queue_unavailable", `SQS: ${errorName(error)}`, { cause: error });
  }
}
