import { expect, test } from "vitest";
import { intakeLine } from "../../../functions/archive-intake/audit.ts";
import { namespace } from "../../../functions/archive-log/line.ts";
import { archive } from "./archive.ts";

async function alarms(other: Parameters<typeof archive>[0] = {}): Promise<Record<string, unknown>[]> {
  const { of } = await archive(other);
  return of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name, inputs }) => ({ name, ...inputs }));
}

const usual = {
  period: 300,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
  alarmDescription: expect.stringMatching(/./),
};
const lambda = (name: string, metricName: string) => ({
  ...usual,
  namespace: "AWS/Lambda",
  dimensions: { FunctionName: name },
  metricName,
  statistic: "Sum",
  threshold: 1,
});
const queue = (name: string, metricName: string, threshold: number) => ({
  ...usual,
  namespace: "AWS/SQS",
  dimensions: { QueueName: name },
  metricName,
  statistic: "Maximum",
  threshold,
});

test("they look at everything by which a recording could be lost or late", async () => {
  expect(await alarms({ alarmAgeMinutes: 15 })).toEqual([
    {
      name: "archive-dead-letters",
      ...queue("archive-dead-letters-queue", "ApproximateNumberOfMessagesVisible", 1),
    },
    { name: "archive-late", ...queue("archive-queue", "ApproximateAgeOfOldestMessage", 900) },
    {
      name: "archive-intake-failed",
      ...lambda("", "Failed"),
      namespace: "FlexMedia/Archive",
      dimensions: { function: "archive-intake-function" },
    },
    { name: "archive-intake-broken", ...lambda("archive-intake-function", "Errors") },
    { name: "archive-intake-throttled", ...lambda("archive-intake-function", "Throttles") },
    { name: "archive-store-broken", ...lambda("archive-store-function", "Errors") },
  ]);
});

test("they look where the intake writes", async () => {
  const { metrics } = intakeLine({ outcome: "failed", status: 503, reason: "queue_unavailable", detail: "x" }, 1);
  const own = (await alarms()).filter((alarm) => alarm.namespace === namespace);
  expect(own.map(({ metricName }) => metrics[String(metricName)]?.value)).toEqual([1]);
});

test("they tell the topic where there is one, of their end too", async () => {
  const topic = "arn:aws:sns:us-east-1:000000000000:ops";
  for (const alarm of await alarms({ alarmTopicArn: topic })) {
    expect(alarm).toMatchObject({ alarmActions: [topic], okActions: [topic] });
  }
  for (const alarm of await alarms()) expect(alarm).not.toHaveProperty("alarmActions");
});
