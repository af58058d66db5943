import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../transform.ts";
import { allow, type Statement } from "./permissions.ts";

export interface RoleTransforms {
  role?: Transform<aws.iam.RoleArgs>;
  policy?: Transform<aws.iam.RolePolicyArgs>;
}

export interface RoleArgs {
  /** What the function may do, besides writing its log and sending its traces. */
  statements: Statement[];
  logGroupArn: pulumi.Input<string>;
  tracing: boolean;
}

/** A role that Lambda takes, for one function and what that does. */
export function functionRole(
  name: string,
  { statements, logGroupArn, tracing }: RoleArgs,
  transform: RoleTransforms,
  parent: pulumi.Resource,
): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
  const assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const role = new aws.iam.Role(...transformed(transform.role, name, { assumeRolePolicy }, { parent }));
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      ...statements,
      allow(["logs:CreateLogStream", "logs:PutLogEvents"], pulumi.interpolate`${logGroupArn}:*`),
      // Traces belong to no resource that could be named.
      ...(tracing ? [allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")] : []),
    ],
  });
  const granted = new aws.iam.RolePolicy(...transformed(transform.policy, name, { role: role.id, policy }, { parent }));
  return { role, policy: granted };
}
