import { z } from "zod";
import { rule } from "../../../../providers/kit/index.ts";
import { must } from "../must.ts";
import { regionInput, unsupported } from "../resource.ts";
import { tagsSchema } from "../tags.ts";
import { functionReference } from "./function-reference.ts";

/** Up to here a batch needs no window. */
const smallBatch = 10;

/** Messages of a queue for a function, within the limits that Lambda has. */
export const eventSourceInputs = rule(
  z
    .strictObject({
      eventSourceArn: z
        .string()
        .regex(/^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]{1,80}$/, must("be a queue's ARN; the local AWS knows no other"))
        .describe("The queue's ARN."),
      functionName: functionReference.describe("The function's name or ARN."),
      batchSize: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(smallBatch)
        .describe("How many messages at most in a call."),
      maximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
      functionResponseTypes: z
        .array(z.enum(["ReportBatchItemFailures"]))
        .max(1)
        .optional()
        .describe("Whether the function says which messages failed."),
      scalingConfig: z
        .strictObject({ maximumConcurrency: z.number().int().min(2).max(1000) })
        .optional()
        .describe("How many calls at once."),
      enabled: z.boolean().default(true),
      tags: tagsSchema.optional(),
      region: regionInput,
    })
    .meta({
      refused: unsupported([
        "amazonManagedKafkaEventSourceConfig",
        "bisectBatchOnFunctionError",
        "destinationConfig",
        "documentDbEventSourceConfig",
        "filterCriteria",
        "kmsKeyArn",
        "maximumRecordAgeInSeconds",
        "maximumRetryAttempts",
        "metricsConfig",
        "parallelizationFactor",
        "provisionedPollerConfig",
        "queues",
        "selfManagedEventSource",
        "selfManagedKafkaEventSourceConfig",
        "sourceAccessConfigurations",
        "startingPosition",
        "startingPositionTimestamp",
        "topics",
        "tumblingWindowInSeconds",
        "useResourceTimeoutForPropagation",
      ]),
    }),
  function* ({ batchSize, maximumBatchingWindowInSeconds: window = 0 }) {
    if (typeof batchSize !== "number" || batchSize <= smallBatch || window !== 0) return;
    const reason = `is 0, but must be at least 1 for a batch of more than ${smallBatch}`;
    yield { path: ["maximumBatchingWindowInSeconds"], reason };
  },
);

export type EventSourceInputs = z.output<typeof eventSourceInputs>;
