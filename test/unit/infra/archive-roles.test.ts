import { expect, test } from "vitest";
import { archive, keyArn, only } from "./archive.ts";

const objects = "arn:aws:s3:::the-bucket/recordings";
const account = "AC0123456789abcdef0123456789abcdef";
const through = { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } };
const allow = (Action: string | string[], Resource: string) => ({ Effect: "Allow", Action, Resource });

async function statementsOf(name: string, other: Parameters<typeof archive>[0] = {}) {
  const { resources } = await archive(other);
  const { inputs } = only(resources, "RolePolicy", name);
  expect(inputs.role).toBe(`${name}-id`);
  const { Version, Statement } = JSON.parse(String(inputs.policy));
  expect(Version).toBe("2012-10-17");
  return Statement as { Action: string | string[]; Resource: string }[];
}

test("the intake may send to one queue, note in one place, and read one secret", async () => {
  expect(await statementsOf("archive-intake")).toEqual([
    allow("sqs:SendMessage", "arn:aws:queue:::archive"),
    allow("s3:PutObject", `${objects}/expected/${account}/*`),
    { ...allow("kms:GenerateDataKey", keyArn), Condition: through },
    allow("secretsmanager:GetSecretValue", "arn:aws:secret:::archive-intake-signature"),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logGroup:::archive-intake:*"),
  ]);
});

test("the store may take from one queue, write and read this account's recordings, and delete notes only", async () => {
  expect(await statementsOf("archive-store")).toEqual([
    allow(
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
      "arn:aws:queue:::archive",
    ),
    allow("sqs:SendMessage", "arn:aws:queue:::archive-dead-letters"),
    allow(
      ["s3:PutObject", "s3:GetObject", "s3:PutObjectTagging", "s3:GetObjectTagging", "s3:AbortMultipartUpload"],
      `${objects}/${account}/*`,
    ),
    allow("s3:DeleteObject", `${objects}/expected/${account}/*`),
    allow("s3:ListBucket", "arn:aws:s3:::the-bucket"),
    { ...allow(["kms:GenerateDataKey", "kms:Decrypt"], keyArn), Condition: through },
    allow("secretsmanager:GetSecretValue", "arn:aws:secret:::archive-store-twilio"),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logGroup:::archive-store:*"),
  ]);
});

test.each(["archive-intake", "archive-store"])("%s may do nothing to everything", async (name) => {
  for (const { Action, Resource } of await statementsOf(name)) {
    expect(Resource).not.toBe("*");
    expect([Action].flat().filter((action) => action.includes("*"))).toEqual([]);
  }
  const traces = allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*") as { Action: string[] };
  expect((await statementsOf(name, { tracing: true })).filter(({ Resource }) => Resource === "*")).toEqual([traces]);
});

test("a bucket without a key of its own needs no permission for one", async () => {
  const without = { keyArn: undefined } as unknown as Parameters<typeof archive>[0];
  for (const name of ["archive-intake", "archive-store"]) {
    expect(JSON.stringify(await statementsOf(name, without))).not.toContain("kms:");
  }
});

test("both roles are taken by Lambda only", async () => {
  const { of } = await archive();
  for (const { inputs } of of("aws:iam/role:Role")) {
    expect(JSON.parse(String(inputs.assumeRolePolicy)).Statement).toEqual([
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  }
});
