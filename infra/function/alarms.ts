import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../transform.ts";

/** What an alarm looks at. */
export interface Watched {
  namespace: string;
  metricName: string;
  dimensions: Record<string, pulumi.Input<string>>;
  /** Of five minutes; the sum where not given. */
  statistic?: "Sum" | "Maximum";
  /** The alarm goes off from here on. */
  threshold: number;
  /** What has happened, for who gets the alarm. */
  description: string;
}

export interface AlarmOptions {
  /** An SNS topic that is told of alarms, and of their end. */
  topicArn: string | undefined;
  /** A team's own wishes for every one of them. */
  transform: Transform<aws.cloudwatch.MetricAlarmArgs> | undefined;
}

/** An alarm each, named `<name>-<key>`. Where nothing is measured nothing is wrong. */
export function alarms(
  name: string,
  watched: Readonly<Record<string, Watched>>,
  { topicArn: topic, transform }: AlarmOptions,
  parent: pulumi.Resource,
): void {
  for (const [what, { description, statistic = "Sum", ...metric }] of Object.entries(watched)) {
    new aws.cloudwatch.MetricAlarm(
      ...transformed<aws.cloudwatch.MetricAlarmArgs>(
        transform,
        `${name}-${what}`,
        {
          alarmDescription: description,
          ...metric,
          statistic,
          period: 300,
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          treatMissingData: "notBreaching",
          ...(topic !== undefined && { alarmActions: [topic], okActions: [topic] }),
        },
        { parent },
      ),
    );
  }
}

/** Lambda's own metric of a function. */
export function ofFunction(fn: aws.lambda.Function, metricName: string) {
  return { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: fn.name } };
}
