import { readFile } from "node:fs/promises";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, EncryptCommand, PutKeyPolicyCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { CreateEventSourceMappingCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, DeleteBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalAws, startLocalAws } from "../../../local/aws/ministack.ts";
import { type AwsClients, allServicesAt, createClients } from "../../../local/aws/provider/clients.ts";
import { template } from "./bootstrapped.ts";
import { deploy, queryOf } from "./cloud-formation.ts";
import { policiesOf, userLike } from "./users.ts";

const account = "111122223333";
const Bucket = "acme-flex-media-state";
const oursAlone = [{ TagKey: "pulumi:project", TagValue: "flex-media" }];

let aws: LocalAws;
let upper: AwsClients;
let reader: AwsClients;
let secretsKey: string;
let stateKey: string;

beforeAll(async () => {
  aws = await startLocalAws({ accountId: account });
  const query = queryOf(aws);
  const state = await deploy(query, "flex-media-state", await template("state"), {
    BucketName: Bucket,
    Accounts: account,
  });
  stateKey = state.KeyArn ?? "";
  const stack = await deploy(query, "flex-media-staging", await template("stack"), {
    Stack: "staging",
    StateBucket: Bucket,
    StateKeyArn: stateKey,
    UpSubjects: "repo:acme/flex-media:environment:staging",
    ReadSubjects: "repo:acme/flex-media:environment:staging-read",
    OidcProviderArn: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
  });
  secretsKey = stack.SecretsKeyArn ?? "";
  const ca = await readFile(aws.caFile, "utf8");
  const clientsOf = async (role: string) => {
    const credentials = await userLike(query, role);
    return createClients({ region: aws.region, credentials, endpoints: allServicesAt(aws.url), ca });
  };
  upper = await clientsOf("flex-media-staging-up");
  reader = await clientsOf("flex-media-staging-read");
});
afterAll(async () => {
  for (const clients of [upper, reader]) for (const client of Object.values(clients)) client.destroy();
  await aws.close();
});

const denied = /AccessDenied/;

test("each policy is as short as IAM demands of a managed one", async () => {
  const policies = await policiesOf(queryOf(aws), "flex-media-staging-up");
  expect(policies.map((policy) => JSON.stringify(policy).length <= 6144)).toEqual([true, true, true, true]);
});

test("the role for ups makes keys of the stack only, opens them to nobody, and can't make a key of the bootstrap one of them", async () => {
  const { KeyMetadata: own } = await upper.kms.send(new CreateKeyCommand({ Tags: oursAlone }));
  const tags = [{ TagKey: "team", TagValue: "voice" }];
  await upper.kms.send(new TagResourceCommand({ KeyId: own?.KeyId, Tags: tags }));
  await expect(upper.kms.send(new CreateKeyCommand({}))).rejects.toThrow(denied);
  const opened = new PutKeyPolicyCommand({ KeyId: own?.KeyId, PolicyName: "default", Policy: "{}" });
  await expect(upper.kms.send(opened)).rejects.toThrow(denied);
  for (const KeyId of [secretsKey, stateKey]) {
    await expect(upper.kms.send(new TagResourceCommand({ KeyId, Tags: oursAlone }))).rejects.toThrow(denied);
    const policy = new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: "{}" });
    await expect(upper.kms.send(policy)).rejects.toThrow(denied);
  }
  const sealed = new EncryptCommand({ KeyId: secretsKey, Plaintext: Buffer.from("x") });
  await expect(upper.kms.send(sealed)).rejects.toThrow(denied);
});

test("the role for ups stays within the names that the program gives", async () => {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const AssumeRolePolicyDocument = document;
  await upper.iam.send(new CreateRoleCommand({ RoleName: "archive-store-1", AssumeRolePolicyDocument }));
  for (const RoleName of ["admin", "flex-media-staging-up"]) {
    await expect(upper.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).rejects.toThrow(denied);
    const more = new PutRolePolicyCommand({ RoleName, PolicyName: "more", PolicyDocument: document });
    await expect(upper.iam.send(more)).rejects.toThrow(denied);
  }
  const EventSourceArn = `arn:aws:sqs:us-east-1:${account}:archive-1`;
  const mapped = new CreateEventSourceMappingCommand({ FunctionName: "payroll", EventSourceArn });
  await expect(upper.lambda.send(mapped)).rejects.toThrow(denied);
  const code = new UpdateFunctionCodeCommand({ FunctionName: "payroll", ZipFile: Buffer.from("x") });
  await expect(upper.lambda.send(code)).rejects.toThrow(denied);
  await upper.s3.send(new CreateBucketCommand({ Bucket: "recordings-1a2b3c4" }));
  await expect(upper.s3.send(new CreateBucketCommand({ Bucket: "others" }))).rejects.toThrow(denied);
  await expect(upper.s3.send(new DeleteBucketCommand({ Bucket: "recordings-1a2b3c4" }))).rejects.toThrow(denied);
  const secret = new GetSecretValueCommand({
    SecretId: `arn:aws:secretsmanager:us-east-1:${account}:secret:payroll-1`,
  });
  await expect(upper.secrets.send(secret)).rejects.toThrow(denied);
});

test("each role keeps to its own stack's state, and the reading one writes none", async () => {
  const put = (clients: AwsClients, stack: string) =>
    clients.s3.send(new PutObjectCommand({ Bucket, Key: `.pulumi/stacks/flex-media/${stack}.json`, Body: "{}" }));
  await put(upper, "staging");
  await expect(put(upper, "prod")).rejects.toThrow(denied);
  await expect(put(upper, "staging-2")).rejects.toThrow(denied);
  await expect(put(reader, "staging")).rejects.toThrow(denied);
  const get = (stack: string) =>
    reader.s3.send(new GetObjectCommand({ Bucket, Key: `.pulumi/stacks/flex-media/${stack}.json` }));
  await get("staging");
  await expect(get("prod")).rejects.toThrow(denied);
});
