import { z } from "zod";
import { rule } from "../../../../providers/kit/index.ts";
import { must } from "../must.ts";
import { regionInput, unsupported } from "../resource.ts";
import { strings } from "../strings.ts";
import { tagsSchema } from "../tags.ts";

const hour = 3600;
const day = 24 * hour;
const week = 7 * day;

const units = [
  ..."Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes".split(" "),
  ..."Bits Kilobits Megabits Gigabits Terabits Percent Count".split(" "),
  ..."Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits Terabits Count"
    .split(" ")
    .map((unit) => `${unit}/Second`),
  "None",
];

const actions = z
  .array(z.string().regex(/^arn:/, must("be an ARN")))
  .max(5)
  .optional()
  .meta({ unordered: true });

const dimensions = strings(z.string().min(1).max(1024), (given, context) => {
  const names = Object.keys(given);
  if (names.length > 30) {
    context.addIssue({ code: "custom", message: `has ${names.length} dimensions; leave all but 30 out` });
  }
  for (const name of names.filter((one) => one.length === 0 || one.length > 255 || one.startsWith(":"))) {
    context.addIssue({ code: "custom", path: [name], message: "needs a name of 1 to 255 characters, no : first" });
  }
});

/** An alarm on one metric, within the limits that CloudWatch has. */
export const alarmInputs = rule(
  z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[^:]/, must("not begin with :"))
        .optional()
        .describe("The alarm's name."),
      alarmDescription: z.string().max(1024).optional(),
      namespace: z.string().max(255).regex(/^[^:]/, must("be a namespace, such as AWS/Lambda")),
      metricName: z.string().min(1).max(255),
      dimensions: dimensions.optional(),
      statistic: z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]).optional(),
      extendedStatistic: z
        .string()
        .regex(
          /^(p\d{1,2}(\.\d{1,10})?|p100|IQM|(tm|wm|ts|tc)\d{1,2}(\.\d{1,10})?|(TM|WM|TS|TC|PR)\(.+:.*\))$/,
          must("be a percentile such as p99, or another statistic of CloudWatch's such as tm90"),
        )
        .optional(),
      period: z.number().int().min(10).describe("In seconds: 10, 20, 30 or a multiple of 60."),
      evaluationPeriods: z.number().int().min(1).describe("How many periods are looked at."),
      datapointsToAlarm: z.number().int().min(1).optional().describe("How many of them must be beyond the threshold."),
      threshold: z.number(),
      comparisonOperator: z.enum([
        "GreaterThanOrEqualToThreshold",
        "GreaterThanThreshold",
        "LessThanThreshold",
        "LessThanOrEqualToThreshold",
      ]),
      treatMissingData: z.enum(["breaching", "notBreaching", "ignore", "missing"]).default("missing"),
      unit: z.enum(units).optional().describe("Only data in this unit count. Absent: all do."),
      actionsEnabled: z.boolean().default(true),
      alarmActions: actions.describe("What is told when it goes off, by ARN."),
      okActions: actions.describe("What is told when all is well again, by ARN."),
      insufficientDataActions: actions.describe("What is told when there are too few data, by ARN."),
      tags: tagsSchema.optional(),
      region: regionInput,
    })
    .meta({
      refused: {
        ...unsupported(["metricQueries", "thresholdMetricId"], "give metricName, namespace and threshold"),
        ...unsupported([
          "evaluateLowSampleCountPercentiles",
          "evaluationCriteria",
          "evaluationInterval",
          "warmUpConfiguration",
        ]),
      },
    }),
  function* ({ statistic, extendedStatistic, period, evaluationPeriods, datapointsToAlarm }) {
    if ((statistic === undefined) === (extendedStatistic === undefined)) {
      const state = statistic === undefined ? "is missing" : "stands beside extendedStatistic";
      yield { path: ["statistic"], reason: `${state}; give statistic or extendedStatistic` };
    }
    if (typeof evaluationPeriods === "number" && typeof datapointsToAlarm === "number") {
      const reason = `is ${datapointsToAlarm}, but must be at most the evaluationPeriods, ${evaluationPeriods}`;
      if (datapointsToAlarm > evaluationPeriods) yield { path: ["datapointsToAlarm"], reason };
    }
    if (typeof period !== "number") return;
    if (![10, 20, 30].includes(period) && period % 60 !== 0) {
      yield { path: ["period"], reason: `is ${period}; use 10, 20, 30 or a multiple of 60` };
    }
    if (typeof evaluationPeriods !== "number") return;
    const [most, word] = period < hour ? [day, "a day"] : [week, "seven days"];
    if (period * evaluationPeriods <= most) return;
    const reason = `makes ${period * evaluationPeriods} seconds with the period, more than ${word}; lower one of the two`;
    yield { path: ["evaluationPeriods"], reason };
  },
);

export type AlarmInputs = z.output<typeof alarmInputs>;
