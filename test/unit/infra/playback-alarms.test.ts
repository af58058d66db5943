import { expect, test } from "vitest";
import type { EmbeddedMetrics } from "../../../functions/lambda/metric-line.ts";
import type { PlaybackArgs } from "../../../infra/playback.ts";
import { stage } from "../functions/url-provider/fixture.ts";
import { recordedPlayback } from "./playback.ts";

async function alarms(other: Partial<PlaybackArgs> = {}) {
  const { of } = await recordedPlayback(other);
  return of("aws:cloudwatch/metricAlarm:MetricAlarm").map(
    ({ name, inputs }): Record<string, unknown> => ({ name, ...inputs }),
  );
}

const usual = {
  statistic: "Sum",
  period: 300,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
  alarmDescription: expect.stringMatching(/./),
};
const own = { namespace: "FlexMedia/Playback", dimensions: { function: "playback-function" } };

test("they look at refusals, at our own 503s and at Lambda's errors", async () => {
  expect(await alarms()).toEqual([
    { name: "playback-denied", ...usual, ...own, metricName: "Denied", threshold: 20 },
    { name: "playback-failed", ...usual, ...own, metricName: "Failed", threshold: 1 },
    {
      name: "playback-broken",
      ...usual,
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: "playback-function" },
      metricName: "Errors",
      threshold: 1,
    },
  ]);
});

test("they look where the function writes", async () => {
  const { record } = await stage().play();
  const { CloudWatchMetrics: directives } = (record as Pick<EmbeddedMetrics, "_aws">)._aws;
  const written = directives.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name }) => [Namespace, Name, ...Dimensions.flat()]),
  );
  const ours = (await alarms()).filter(({ name }) => name !== "playback-broken");
  for (const { namespace, metricName, dimensions } of ours) {
    expect(written).toContainEqual([namespace, metricName, ...Object.keys(dimensions ?? {})]);
  }
  expect(ours).toHaveLength(2);
});

test("they tell the topic, of their end too, and go off when the settings say", async () => {
  const topic = "arn:aws:sns:us-east-1:000000000000:security";
  const told = await alarms({ alarmTopicArn: topic, alarmDenials: 3 });
  for (const alarm of told) expect(alarm).toMatchObject({ alarmActions: [topic], okActions: [topic] });
  expect(told[0]).toMatchObject({ threshold: 3 });
});

test("they are changed all by one transform, each by its name", async () => {
  const changed = await alarms({
    transform: {
      alarm: (args, options, name) => {
        if (name === "playback-denied") args.threshold = 100;
        args.tags = { name };
        options.protect = true;
      },
    },
  });
  expect(changed.map(({ name, threshold, tags }) => [name, threshold, tags])).toEqual([
    ["playback-denied", 100, { name: "playback-denied" }],
    ["playback-failed", 1, { name: "playback-failed" }],
    ["playback-broken", 1, { name: "playback-broken" }],
  ]);
});
