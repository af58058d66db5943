import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allow } from "../function/permissions.ts";
import { type Transform, transformed } from "../transform.ts";

export interface ScheduleTransforms {
  schedule?: Transform<aws.scheduler.ScheduleArgs>;
  scheduleRole?: Transform<aws.iam.RoleArgs>;
  schedulePolicy?: Transform<aws.iam.RolePolicyArgs>;
}

/** Has a function called at set times, by a role that can do nothing else. */
export function callAt(
  name: string,
  { fn, expression, description }: { fn: aws.lambda.Function; expression: string; description: string },
  transform: ScheduleTransforms,
  parent: pulumi.Resource,
): aws.scheduler.Schedule {
  const role = new aws.iam.Role(
    ...transformed<aws.iam.RoleArgs>(
      transform.scheduleRole,
      `${name}-schedule`,
      { assumeRolePolicy: pulumi.jsonStringify(trustOf(fn)) },
      { parent },
    ),
  );
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [allow("lambda:InvokeFunction", fn.arn)] });
  const granted = new aws.iam.RolePolicy(
    ...transformed(transform.schedulePolicy, `${name}-schedule`, { role: role.id, policy }, { parent }),
  );
  return new aws.scheduler.Schedule(
    ...transformed<aws.scheduler.ScheduleArgs>(
      transform.schedule,
      name,
      {
        description,
        scheduleExpression: expression,
        // Any time in the hour does, so that not everybody's schedules start at the full one.
        flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 60 },
        target: { arn: fn.arn, roleArn: role.arn },
      },
      { parent, dependsOn: [granted] },
    ),
  );
}

/** Scheduler takes the role for schedules of this account and group only; it never names a single schedule. */
function trustOf(fn: aws.lambda.Function) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: {
            "aws:SourceAccount": fn.arn.apply((arn) => arn.split(":")[4] ?? ""),
            "aws:SourceArn": fn.arn.apply((arn) => {
              const [, partition, , region, account] = arn.split(":");
              return `arn:${partition}:scheduler:${region}:${account}:schedule-group/default`;
            }),
          },
        },
      },
    ],
  };
}
