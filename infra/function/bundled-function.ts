import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "../bundle.ts";
import { type Transform, transformed } from "../transform.ts";
import type { Statement } from "./permissions.ts";
import { functionRole, type RoleTransforms } from "./role.ts";

export interface BundledFunctionArgs {
  description: string;
  /** The module that exports the function's `handler`, from the project's folder. */
  entry: string;
  /** MiB. The share of a processor and of the network grows with it. */
  memorySize: number;
  /** Seconds. */
  timeout: number;
  variables: Record<string, pulumi.Input<string>>;
  /** What it may do, besides writing its log. */
  statements: Statement[];
  /** Days that its log is kept. One of CloudWatch's choices. */
  logRetentionDays: number;
  /** X-Ray traces. */
  tracing: boolean;
  /** Calls at once, kept for this function and its most at the same time; 0: as many as the account has left. */
  reservedConcurrency: number;
}

export interface FunctionTransforms extends RoleTransforms {
  logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  function?: Transform<aws.lambda.FunctionArgs>;
}

export interface BundledFunction {
  function: aws.lambda.Function;
  role: aws.iam.Role;
}

/** A Lambda function of this project, with a role and a log of its own. It exists only once it may do what it must. */
export function bundledFunction(
  name: string,
  args: BundledFunctionArgs,
  transform: FunctionTransforms,
  parent: pulumi.Resource,
): BundledFunction {
  const { description, entry, memorySize, timeout, variables, reservedConcurrency, tracing } = args;
  const logGroup = new aws.cloudwatch.LogGroup(
    ...transformed(transform.logGroup, name, { retentionInDays: args.logRetentionDays }, { parent }),
  );
  const { role, policy } = functionRole(name, { ...args, logGroupArn: logGroup.arn }, transform, parent);
  const made = new aws.lambda.Function(
    ...transformed<aws.lambda.FunctionArgs>(
      transform.function,
      name,
      {
        description,
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: bundledCode(entry),
        memorySize,
        timeout,
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        environment: { variables },
        ...(reservedConcurrency > 0 && { reservedConcurrentExecutions: reservedConcurrency }),
        ...(tracing && { tracingConfig: { mode: "Active" } }),
      },
      { parent, dependsOn: [policy] },
    ),
  );
  return { function: made, role };
}

async function bundledCode(entry: string): Promise<pulumi.asset.Archive> {
  const { fileName, code } = await bundleFunction(entry);
  return new pulumi.asset.AssetArchive({ [fileName]: new pulumi.asset.StringAsset(code) });
}
