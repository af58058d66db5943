import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { AwsClients } from "../../../local/aws/provider/clients.ts";

const outputs = z.object({
  accountSid: z.string(),
  bucketName: z.string(),
  recordingsPrefix: z.string(),
  recordingsKeyLayout: z.literal("flex-media"),
  archiveUrl: z.url({ hostname: /\.on\.aws$/ }),
  archiveQueueUrl: z.url(),
  archiveDeadLetterQueueUrl: z.url(),
});

/** What a stack with an archive tells of itself. */
export type Outputs = z.output<typeof outputs>;

export const outputsOf = (given: unknown): Outputs => outputs.parse(given);

/** How many messages a queue has, hidden ones too. */
export async function messagesIn({ sqs }: Pick<AwsClients, "sqs">, QueueUrl: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages" as const, "ApproximateNumberOfMessagesNotVisible" as const];
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}
