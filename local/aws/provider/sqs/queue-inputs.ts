import { z } from "zod";
import { rule } from "../../../../providers/kit/index.ts";
import { isObject, parsedJson } from "../json.ts";
import { must } from "../must.ts";
import { regionInput, unsupported } from "../resource.ts";
import { tagsSchema } from "../tags.ts";

const queueArn = /^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]{1,80}$/;
const seconds = (least: number, most: number, otherwise: number) =>
  z.number().int().min(least).max(most).default(otherwise);

/** A standard queue, within the limits that SQS has. */
export const queueInputs = rule(
  z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(80)
        .regex(/^[\w-]*$/, must("hold letters, digits, - and _ only"))
        .optional()
        .describe("The queue's name."),
      visibilityTimeoutSeconds: seconds(0, 43_200, 30).describe("How long a message that was received is hidden."),
      messageRetentionSeconds: seconds(60, 1_209_600, 345_600).describe("How long a message is kept."),
      delaySeconds: seconds(0, 900, 0).describe("How long a new message is hidden."),
      receiveWaitTimeSeconds: seconds(0, 20, 0).describe("How long a receiver waits for messages."),
      maxMessageSize: z.number().int().min(1024).max(1_048_576).default(262_144).describe("In bytes."),
      redrivePolicy: z.string().optional().describe("Where messages go that fail too often, as JSON."),
      redriveAllowPolicy: z.string().optional().describe("Which queues may send theirs here, as JSON."),
      kmsMasterKeyId: z.string().min(1).optional().describe("A KMS key that messages are encrypted with."),
      kmsDataKeyReusePeriodSeconds: seconds(60, 86_400, 300),
      sqsManagedSseEnabled: z.boolean().optional().describe("Encrypts with SQS's own key; AWS does by default."),
      tags: tagsSchema.optional(),
      region: regionInput,
    })
    .meta({
      refused: {
        ...unsupported(["namePrefix"], "give name, or neither"),
        ...unsupported(["policy"], "use aws.sqs.QueuePolicy"),
        ...unsupported(["contentBasedDeduplication", "deduplicationScope", "fifoQueue", "fifoThroughputLimit"]),
      },
    }),
  function* ({ redrivePolicy, redriveAllowPolicy, kmsMasterKeyId, sqsManagedSseEnabled }) {
    if (typeof redrivePolicy === "string") yield* redriveFaults(parsedJson(redrivePolicy));
    if (typeof redriveAllowPolicy === "string") yield* allowFaults(parsedJson(redriveAllowPolicy));
    if (kmsMasterKeyId !== undefined && sqsManagedSseEnabled === true) {
      yield { path: ["sqsManagedSseEnabled"], reason: "stands beside kmsMasterKeyId; keep one" };
    }
  },
);

interface Fault {
  path: string[];
  reason: string;
}

export type QueueInputs = z.output<typeof queueInputs>;

function* redriveFaults(policy: unknown): Generator<Fault> {
  const at = (reason: string) => ({ path: ["redrivePolicy"], reason });
  if (!isObject(policy)) return yield at("is no JSON object; give it deadLetterTargetArn and maxReceiveCount");
  const { deadLetterTargetArn, maxReceiveCount, ...rest } = policy;
  for (const key of Object.keys(rest)) yield at(`has the key ${key}; use deadLetterTargetArn and maxReceiveCount`);
  if (!queueArn.test(String(deadLetterTargetArn))) yield at("needs a queue's ARN as deadLetterTargetArn");
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000) yield at("needs a maxReceiveCount from 1 to 1000");
}

function* allowFaults(policy: unknown): Generator<Fault> {
  const at = (reason: string) => ({ path: ["redriveAllowPolicy"], reason });
  if (!isObject(policy)) return yield at("is no JSON object; give it redrivePermission");
  const { redrivePermission: permission, sourceQueueArns: sources } = policy;
  if (!["allowAll", "denyAll", "byQueue"].includes(String(permission))) {
    yield at(`has the redrivePermission ${JSON.stringify(permission)}; use allowAll, denyAll or byQueue`);
  }
  if ((permission === "byQueue") !== Array.isArray(sources)) {
    yield at("has sourceQueueArns with another redrivePermission than byQueue, or none with it; give both, or neither");
  }
  if (Array.isArray(sources) && (sources.length === 0 || sources.length > 10)) {
    yield at(`names ${sources.length} sourceQueueArns; name 1 to 10`);
  }
}
