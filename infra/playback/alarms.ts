import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { alarms, ofFunction } from "../function/alarms.ts";
import type { PlaybackArgs } from "./args.ts";

/** The namespace that functions/url-provider/audit.ts writes, by function. */
const namespace = "FlexMedia/Playback";

/**
 * Alarms on what the security team wants to hear of: many refusals, and every answer of 5xx, be it the
 * function's own 503 (`Failed`) or Lambda's 502 for a function that broke (`Errors`). They look behind the
 * front end, so that they hold for any.
 */
export function watch(name: string, fn: aws.lambda.Function, args: PlaybackArgs, parent: pulumi.Resource): void {
  const { alarmDenials, alarmTopicArn: topicArn, transform } = args;
  const dimensions = { function: fn.name };
  alarms(
    name,
    {
      denied: {
        namespace,
        metricName: "Denied",
        dimensions,
        threshold: alarmDenials,
        description: "Playback refused unusually many requests; the log says whose and why.",
      },
      failed: {
        namespace,
        metricName: "Failed",
        dimensions,
        threshold: 1,
        description: "Playback answered 503: Twilio, Secrets Manager or the bucket could not tell. The log says which.",
      },
      broken: {
        ...ofFunction(fn, "Errors"),
        threshold: 1,
        description: "The playback function broke or ran out of time, and its caller got a 5xx from Lambda.",
      },
    },
    { topicArn, transform: transform?.alarm },
    parent,
  );
}
