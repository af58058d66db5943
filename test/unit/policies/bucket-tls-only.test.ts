import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketTlsOnly } from "../../../policies/bucket-tls-only.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { ask, unknown, violations } from "./asked.ts";

const arn = "arn:aws:s3:::recordings";
type Statement = Record<string, unknown>;

const tlsOnly: Statement = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const told = (...Statement: Statement[]) =>
  violations(bucketTlsOnly, [
    {
      type: awsTypes.bucketPolicy,
      props: { bucket: "recordings", policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
    },
  ]);

test.each<[string, Statement]>([
  ["as this project does", {}],
  ["in AWS's other words", { Principal: { AWS: "*" }, Condition: { Bool: { "AWS:SecureTransport": [false] } } }],
  ["for all actions of all services", { Action: "*", Resource: "*" }],
  ["by capital letters", { Action: "S3:*" }],
  ["where it isn't known either", { Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } }],
])("what comes without TLS is denied %s", async (_, change) => {
  expect(await told({ ...tlsOnly, ...change })).toEqual([]);
});

const remedy =
  "deny s3:* on the bucket and on all in it to everybody, where aws:SecureTransport is false (Bool), and nothing else besides";

test.each<[string, Statement, open: string]>([
  ["nothing of it is denied", { Effect: "Allow" }, "s3:GetObject, s3:GetObjectVersion, s3:PutObject, s3:DeleteObject"],
  ["only objects are", { Resource: `${arn}/*` }, "s3:ListBucket, s3:ListBucketVersions, s3:GetBucketPolicy;"],
  ["only the bucket is", { Resource: arn }, "s3:GetObject, s3:GetObjectVersion"],
  ["another bucket is", { Resource: [`${arn}2`, `${arn}2/*`] }, "s3:GetObject, s3:GetObjectVersion"],
  ["a part of it is", { Resource: [arn, `${arn}/recordings/*`] }, "s3:GetObject, s3:GetObjectVersion"],
  ["only reading is", { Action: ["s3:Get*", "s3:List*"] }, "s3:PutObject, s3:DeleteObject"],
  ["only one role is", { Principal: { AWS: "arn:aws:iam::111122223333:role/a" } }, "s3:GetObject, s3:GetObjectVersion"],
  ["the condition is turned round", { Condition: { Bool: { "aws:SecureTransport": "true" } } }, "s3:GetObject"],
  [
    "the condition asks for more",
    { Condition: { Bool: { "aws:SecureTransport": "false", "aws:MultiFactorAuthPresent": "false" } } },
    "s3:GetObject",
  ],
  [
    "another account is let past",
    {
      Condition: {
        Bool: { "aws:SecureTransport": "false" },
        StringNotEquals: { "aws:PrincipalAccount": "999999999999" },
      },
    },
    "s3:GetObject",
  ],
  [
    "one network is let past",
    { Condition: { Bool: { "aws:SecureTransport": "false" }, Null: { "aws:SourceVpce": "true" } } },
    "s3:GetObject",
  ],
  [
    "AWS's services are let past",
    {
      Condition: { Bool: { "aws:SecureTransport": "false" }, BoolIfExists: { "aws:ViaAWSService": "false" } },
    },
    "s3:GetObject",
  ],
  ["the condition isn't known here", { Condition: { StringLike: { "aws:SecureTransport": "false" } } }, "s3:GetObject"],
  ["it is about all other actions", { Action: undefined, NotAction: "s3:PutBucketPolicy" }, "s3:GetObject"],
])("it is told where %s", async (_, change, open) => {
  const [line, ...more] = await told({ ...tlsOnly, ...change });
  expect(more).toEqual([]);
  expect(line).toContain(`it.policy: is without TLS open to`);
  expect(`${line};`).toContain(open.replace(";", ", but"));
  expect(line).toMatch(new RegExp(`but recordings travel encrypted only; ${remedy.replace(/[().*]/g, "\\$&")}$`));
});

test("several statements together are enough", async () => {
  expect(await told({ ...tlsOnly, Resource: arn }, { ...tlsOnly, Resource: `${arn}/*` })).toEqual([]);
});

test("a policy that isn't known yet is asked about again, and what is none is wrong", async () => {
  const [type, bucket] = [awsTypes.bucketPolicy, "recordings"];
  expect(await ask(bucketTlsOnly, [{ type, props: { bucket, policy: unknown } }])).toEqual({
    violations: [],
    unknown: true,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.jsonValue()), async (policy) => {
      expect(await violations(bucketTlsOnly, [{ type, props: { bucket, policy } }])).toHaveLength(1);
    }),
  );
});
