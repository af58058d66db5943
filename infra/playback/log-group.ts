import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { PlaybackArgs } from "./args.ts";

/** The function's log: who asked for which recording, and what came of it. */
export function createLogGroup(
  name: string,
  { logRetentionDays, transform }: PlaybackArgs,
  parent: pulumi.Resource,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    ...transformed(transform?.logGroup, name, { retentionInDays: logRetentionDays }, { parent }),
  );
}
