import { z } from "zod";
import { rule } from "../../../../providers/kit/index.ts";
import { must } from "../must.ts";
import { regionInput, unsupported } from "../resource.ts";
import { expressionFault } from "./schedule-expression.ts";

const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]*$/, must("hold letters, digits and _.- only"));

const scheduleExpression = z
  .string()
  .max(256)
  .superRefine((expression, context) => {
    const remedy = expressionFault(expression);
    if (remedy === undefined) return;
    context.addIssue({ code: "custom", message: `is ${JSON.stringify(expression)}; ${remedy}` });
  })
  .describe("rate(…), cron(…) or at(…).");

const timeZone = z.string().max(50).refine(isTimeZone, must("be a time zone, such as Europe/Berlin"));

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const flexibleTimeWindow = rule(
  z.strictObject({
    mode: z.enum(["OFF", "FLEXIBLE"]),
    maximumWindowInMinutes: z.number().int().min(1).max(1440).optional(),
  }),
  function* ({ mode, maximumWindowInMinutes: window }) {
    const path = ["maximumWindowInMinutes"];
    if (mode === "OFF" && window !== undefined) yield { path, reason: "stands beside the mode OFF; leave it out" };
    if (mode === "FLEXIBLE" && window === undefined)
      yield { path, reason: "is missing beside the mode FLEXIBLE; give it" };
  },
);

const retryPolicy = z.strictObject({
  maximumEventAgeInSeconds: z.number().int().min(60).max(86_400).default(86_400),
  maximumRetryAttempts: z.number().int().min(0).max(185).default(185),
});

const target = z
  .strictObject({
    arn: z
      .string()
      .regex(
        /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/,
        must("be a function's ARN; the local AWS provider knows no other target"),
      )
      .describe("The function's ARN."),
    roleArn: z
      .string()
      .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+/, must("be a role's ARN"))
      .describe("The role that Scheduler assumes to call it."),
    input: z.string().min(1).optional().describe("The event that the function gets."),
    retryPolicy: retryPolicy.optional().describe("How often and how long Scheduler tries. Absent: 185 times in a day."),
    deadLetterConfig: z
      .strictObject({ arn: z.string().regex(/^arn:aws[\w-]*:sqs:/, must("be a queue's ARN")) })
      .optional(),
  })
  .meta({
    refused: unsupported([
      "ecsParameters",
      "eventbridgeParameters",
      "kinesisParameters",
      "sagemakerPipelineParameters",
      "sqsParameters",
    ]),
  });

/** A schedule that calls a function, within the limits that EventBridge Scheduler has. */
export const scheduleInputs = z
  .strictObject({
    name: name.optional().describe("The schedule's name in its group."),
    groupName: name.default("default"),
    description: z.string().max(512).optional(),
    scheduleExpression,
    scheduleExpressionTimezone: timeZone.default("UTC"),
    flexibleTimeWindow: flexibleTimeWindow.describe(
      "How much later than said it may come, so that not all come at once.",
    ),
    state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
    actionAfterCompletion: z.enum(["NONE", "DELETE"]).default("NONE"),
    target,
    region: regionInput,
  })
  .meta({
    refused: {
      ...unsupported(["namePrefix"], "give name, or neither"),
      ...unsupported(["startDate", "endDate", "kmsKeyArn"]),
    },
  });

export type ScheduleInputs = z.output<typeof scheduleInputs>;
