import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { PlaybackArgs } from "./args.ts";

export function createRole(name: string, { transform }: PlaybackArgs, parent: pulumi.Resource): aws.iam.Role {
  const assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  return new aws.iam.Role(...transformed(transform?.role, name, { assumeRolePolicy }, { parent }));
}

/** Lets the role do what the function does, each with its own bucket, key, secret and log only. */
export function grant(
  name: string,
  role: aws.iam.Role,
  { secretArn, logGroupArn }: { secretArn: pulumi.Input<string>; logGroupArn: pulumi.Input<string> },
  { bucketArn, prefix, keyArn, tracing, transform }: PlaybackArgs,
  parent: pulumi.Resource,
): aws.iam.RolePolicy {
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      allow("s3:GetObject", pulumi.interpolate`${bucketArn}/${prefix}*`),
      // Without it S3 answers 403 for a recording that is not there, as it does for one that is forbidden.
      allow("s3:ListBucket", bucketArn),
      ...(keyArn === undefined ? [] : [decryptThroughS3(keyArn)]),
      allow("secretsmanager:GetSecretValue", secretArn),
      allow(["logs:CreateLogStream", "logs:PutLogEvents"], pulumi.interpolate`${logGroupArn}:*`),
      // Traces belong to no resource that could be named.
      ...(tracing ? [allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")] : []),
    ],
  });
  return new aws.iam.RolePolicy(...transformed(transform?.policy, name, { role: role.id, policy }, { parent }));
}

function allow(action: string | string[], resource: pulumi.Input<string>) {
  return { Effect: "Allow", Action: action, Resource: resource };
}

/** Whoever plays a media URL decrypts with the permissions of the role that signed it. */
function decryptThroughS3(keyArn: pulumi.Input<string>) {
  const viaService = pulumi.output(keyArn).apply((arn) => {
    const [, partition, , region] = arn.split(":");
    return `s3.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
  });
  return { ...allow("kms:Decrypt", keyArn), Condition: { StringEquals: { "kms:ViaService": viaService } } };
}
