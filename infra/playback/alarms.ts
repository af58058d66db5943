import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { PlaybackArgs } from "./args.ts";

/** The namespace and dimension that functions/url-provider/metrics.ts writes. */
const ownMetrics = { namespace: "FlexMedia/Playback", dimension: "function" };
const lambdaMetrics = { namespace: "AWS/Lambda", dimension: "FunctionName" };

interface Watched {
  metric: { namespace: string; dimension: string };
  metricName: string;
  /** The alarm goes off from this sum in five minutes on. */
  threshold: number;
  description: string;
}

/**
 * Alarms on what the security team wants to hear of: many refusals, and every answer of 5xx, be it the
 * function's own 503 (`Failed`) or Lambda's 502 for a function that broke (`Errors`). They look behind the
 * front end, so that they hold for any.
 */
export function watch(name: string, fn: aws.lambda.Function, args: PlaybackArgs, parent: pulumi.Resource): void {
  const watched: Record<string, Watched> = {
    denied: {
      metric: ownMetrics,
      metricName: "Denied",
      threshold: args.alarmDenials,
      description: "Playback refused unusually many requests; the log says whose and why.",
    },
    failed: {
      metric: ownMetrics,
      metricName: "Failed",
      threshold: 1,
      description: "Playback answered 503: Twilio, Secrets Manager or the bucket could not tell. The log says which.",
    },
    broken: {
      metric: lambdaMetrics,
      metricName: "Errors",
      threshold: 1,
      description: "The playback function broke or ran out of time, and its caller got a 5xx from Lambda.",
    },
  };
  const { alarmTopicArn: topic } = args;
  for (const [what, { metric, metricName, threshold, description }] of Object.entries(watched)) {
    new aws.cloudwatch.MetricAlarm(
      ...transformed<aws.cloudwatch.MetricAlarmArgs>(
        args.transform?.alarm,
        `${name}-${what}`,
        {
          alarmDescription: description,
          namespace: metric.namespace,
          metricName,
          dimensions: { [metric.dimension]: fn.name },
          statistic: "Sum",
          period: 300,
          evaluationPeriods: 1,
          threshold,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          treatMissingData: "notBreaching",
          ...(topic !== undefined && { alarmActions: [topic], okActions: [topic] }),
        },
        { parent },
      ),
    );
  }
}
