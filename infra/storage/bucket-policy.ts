import * as pulumi from "@pulumi/pulumi";

const sse = "s3:x-amz-server-side-encryption";
const sseKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const sseCustomer = "s3:x-amz-server-side-encryption-customer-algorithm";

/** Denies whatever comes without TLS. */
export function tlsOnly(bucketArn: pulumi.Input<string>) {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * Denies what is written with anything but this key. A write that doesn't speak of encryption passes: the bucket's
 * default encrypts it with the key. That is why every statement asks first whether the header is there (`Null`): to a
 * condition that says "not equal", a missing header is one that is not equal.
 */
export function thisKeyOnly(bucketArn: pulumi.Input<string>, keyArn: pulumi.Input<string>) {
  const denied = (Sid: string, Condition: Record<string, Record<string, pulumi.Input<string>>>) => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition,
  });
  return [
    denied("KmsOnly", { Null: { [sse]: "false" }, StringNotEquals: { [sse]: "aws:kms" } }),
    denied("ThisKeyOnly", { Null: { [sseKey]: "false" }, StringNotEquals: { [sseKey]: keyArn } }),
    // Without a key's id S3 takes the account's own key for S3, whatever the bucket's default is.
    denied("KeyNamed", { Null: { [sseKey]: "true" }, StringEquals: { [sse]: "aws:kms" } }),
    denied("NoCustomerKeys", { Null: { [sseCustomer]: "false" } }),
  ];
}

/** A policy's text. */
export function policyText(statements: unknown[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}
