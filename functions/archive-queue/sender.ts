import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
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
