import * as pulumi from "@pulumi/pulumi";

/** One statement of a role's policy. */
export interface Statement {
  Effect: "Allow";
  Action: string | string[];
  Resource: pulumi.Input<string>;
  Condition?: { StringEquals: Record<string, pulumi.Input<string>> };
}

export function allow(action: string | string[], resource: pulumi.Input<string>): Statement {
  return { Effect: "Allow", Action: action, Resource: resource };
}

/** Use of a KMS key, but only where S3 asks for it on the role's behalf. */
export function allowThroughS3(action: string | string[], keyArn: pulumi.Input<string>): Statement {
  const viaService = pulumi.output(keyArn).apply((arn) => {
    const [, partition, , region] = arn.split(":");
    return `s3.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
  });
  return { ...allow(action, keyArn), Condition: { StringEquals: { "kms:ViaService": viaService } } };
}
