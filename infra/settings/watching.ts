import { z } from "zod";

/** What CloudWatch offers, from a day to ten years. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** How long a function's log is kept; a year where nothing is said. */
export const logRetentionDays = z
  .int()
  .refine(
    (days) => retentionDays.some((choice) => choice === days),
    `is not one of CloudWatch's choices; give one of ${retentionDays.join(", ")}`,
  )
  .default(365);

export const alarmTopicArn = z
  .string()
  .regex(/^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/, "is no SNS topic's ARN; give arn:aws:sns:REGION:ACCOUNT:NAME")
  .optional()
  .describe("The SNS topic that is told of alarms.");

export const tracing = z.boolean().default(false).describe("X-Ray traces.");
