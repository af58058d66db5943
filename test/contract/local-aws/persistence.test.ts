import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  GetFunctionCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, describe, expect, it } from "vitest";
import { type LocalAws, startLocalAws } from "../../../local/aws/ministack.ts";
import { type AwsClients, destroyClients } from "../../../local/aws/provider/clients.ts";
import { zip } from "../../../local/aws/provider/zip.ts";
import { localAwsFetch } from "../../../local/aws/reach.ts";
import { Cleanup, clientsOf, isRunning, temporaryFolder } from "./fixture.ts";

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const TLS_ONLY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::recordings/*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});
const TRUST_LAMBDA = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

async function start(stateFolder: string): Promise<{ aws: LocalAws; clients: AwsClients }> {
  const aws = await startLocalAws({ stateFolder });
  const clients = clientsOf(aws);
  cleanup.add(async () => {
    destroyClients(clients);
    await aws.close();
  });
  return { aws, clients };
}

async function makeFunction(clients: AwsClients, source: string): Promise<string> {
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({ RoleName: "player", AssumeRolePolicyDocument: TRUST_LAMBDA }),
  );
  await clients.iam.send(
    new PutRolePolicyCommand({
      RoleName: "player",
      PolicyName: "read",
      PolicyDocument: TLS_ONLY.replace('"Principal":"*",', ""),
    }),
  );
  await clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: "player",
      Role: Role?.Arn,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 60,
      Code: { ZipFile: zip([["index.mjs", Buffer.from(source)]]) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: clients.lambda, maxWaitTime: 60 }, { FunctionName: "player" });
  const url = await clients.lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: "player", AuthType: "NONE" }),
  );
  return url.FunctionUrl ?? "";
}

const ANSWER_PID = "export const handler = async () => ({ statusCode: 200, body: String(process.pid) });";

describe("local AWS with a state folder", () => {
  it("keeps buckets with their object versions, secrets and log groups over a stop", async () => {
    const stateFolder = await temporaryFolder(cleanup);
    const first = await start(stateFolder);
    const { s3, secrets, logs } = first.clients;
    await s3.send(new CreateBucketCommand({ Bucket: "recordings" }));
    await s3.send(new PutBucketPolicyCommand({ Bucket: "recordings", Policy: TLS_ONLY }));
    const Enabled = { Status: "Enabled" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: "recordings", VersioningConfiguration: Enabled }));
    const versions: (string | undefined)[] = [];
    for (const Body of ["old", "new"]) {
      const put = await s3.send(
        new PutObjectCommand({ Bucket: "recordings", Key: "a/b.wav", Body, ContentType: "audio/wav" }),
      );
      versions.push(put.VersionId);
    }
    await secrets.send(new CreateSecretCommand({ Name: "token", SecretString: "s3cr3t" }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/aws/lambda/player" }));
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: "/aws/lambda/player", retentionInDays: 7 }));
    await first.aws.close();

    const { s3: s3After, secrets: secretsAfter, logs: logsAfter } = (await start(stateFolder)).clients;
    const read = async (VersionId?: string) => {
      const object = await s3After.send(
        new GetObjectCommand({
          Bucket: "recordings",
          Key: "a/b.wav",
          ...(VersionId === undefined ? {} : { VersionId }),
        }),
      );
      return [object.ContentType, await object.Body?.transformToString()];
    };
    expect(await read()).toEqual(["audio/wav", "new"]);
    const kept = await s3After.send(new ListObjectVersionsCommand({ Bucket: "recordings" }));
    expect(kept.Versions?.map((version) => version.VersionId).sort()).toEqual(versions.toSorted());
    expect(await read(versions[0])).toEqual(["audio/wav", "old"]);
    expect((await s3After.send(new GetBucketPolicyCommand({ Bucket: "recordings" }))).Policy).toBe(TLS_ONLY);
    expect((await secretsAfter.send(new GetSecretValueCommand({ SecretId: "token" }))).SecretString).toBe("s3cr3t");
    const { logGroups } = await logsAfter.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName: "/aws/lambda/player", retentionInDays: 7 }]);
  });

  it("keeps functions with role, URL and permissions, and they still run", async () => {
    const stateFolder = await temporaryFolder(cleanup);
    const first = await start(stateFolder);
    const url = await makeFunction(first.clients, ANSWER_PID);
    const permission = { StatementId: "public", Action: "lambda:InvokeFunctionUrl", Principal: "*" };
    await first.clients.lambda.send(new AddPermissionCommand({ FunctionName: "player", ...permission }));
    const before = await first.clients.lambda.send(new GetFunctionCommand({ FunctionName: "player" }));
    expect((await localAwsFetch(first.aws)(url)).status).toBe(200);
    await first.aws.close();

    const { aws, clients } = await start(stateFolder);
    const after = await clients.lambda.send(new GetFunctionCommand({ FunctionName: "player" }));
    expect(after.Configuration).toEqual(before.Configuration);
    const urlAfter = await clients.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: "player" }));
    expect(urlAfter.FunctionUrl).toBe(url);
    expect((await clients.lambda.send(new GetPolicyCommand({ FunctionName: "player" }))).Policy).toContain('"public"');
    const role = new GetRolePolicyCommand({ RoleName: "player", PolicyName: "read" });
    expect((await clients.iam.send(role)).PolicyDocument).toContain("SecureTransport");
    expect((await localAwsFetch(aws)(url)).status).toBe(200);
  });

  it("ends Lambda workers too, even in the middle of a call", async () => {
    const { aws, clients } = await start(await temporaryFolder(cleanup));
    const url = await makeFunction(
      clients,
      `process.on("SIGTERM", () => {});
       export const handler = async ({ rawPath }) => {
         if (rawPath === "/hang") await new Promise((resolve) => setTimeout(resolve, 50_000));
         return { statusCode: 200, body: String(process.pid) };
       };`,
    );
    const call = localAwsFetch(aws);
    const pid = Number(await (await call(url)).text());
    expect(isRunning(pid)).toBe(true);
    const hanging = call(new URL("hang", url)).then(
      (response) => response.status,
      () => "cut off",
    );
    await clients.lambda.send(new GetFunctionCommand({ FunctionName: "player" }));
    await aws.close();
    expect(isRunning(pid)).toBe(false);
    expect(await hanging).not.toBe(200);
  });
});
