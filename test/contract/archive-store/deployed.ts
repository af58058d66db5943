import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { bundleFunction } from "../../../infra/bundle.ts";
import { zip } from "../../../local/aws/provider/zip.ts";
import type { Cleanup } from "../local-aws/fixture.ts";
import { type Archive, accessTo } from "./archive.ts";

const may = (Action: string[], Resource: string[]) => ({ Effect: "Allow", Action, Resource });

/** The archive's functions as real Lambda functions, the store behind the queue, each with no more than it needs. */
export async function deployed(cleanup: Cleanup, archive: Archive) {
  const { aws, bucket, accountSid, environment, secretArn } = archive;
  const access = await accessTo(aws);
  cleanup.add(() => access.requestHandler.httpsAgent.destroy());
  const iam = new IAMClient(access);
  const lambda = new LambdaClient(access);
  const logs = new CloudWatchLogsClient(access);
  const arnOf = (url: string) => `arn:aws:sqs:${aws.region}:${aws.accountId}:${url.split("/").at(-1)}`;
  const [queueArn, deadLetterArn] = [arnOf(archive.queueUrl), arnOf(archive.deadLetterQueueUrl)];
  const objects = `arn:aws:s3:::${bucket}/recordings/${accountSid}/*`;
  const notes = `arn:aws:s3:::${bucket}/recordings/expected/${accountSid}/*`;
  const list = may(["s3:ListBucket"], [`arn:aws:s3:::${bucket}`]);
  const secret = may(["secretsmanager:GetSecretValue"], [secretArn]);

  const permissions = {
    "archive-intake": [secret, may(["s3:PutObject"], [notes]), may(["sqs:SendMessage"], [queueArn])],
    "archive-store": [
      secret,
      list,
      may(
        ["s3:PutObject", "s3:GetObject", "s3:PutObjectTagging", "s3:GetObjectTagging", "s3:AbortMultipartUpload"],
        [objects],
      ),
      may(["s3:DeleteObject"], [notes]),
      may(
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
        [queueArn],
      ),
      may(["sqs:SendMessage"], [deadLetterArn]),
    ],
  };

  async function deploy(name: keyof typeof permissions, variables: Record<string, string>) {
    const service = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [service] });
    const policy = { Version: "2012-10-17", Statement: [...permissions[name], may(["logs:*"], ["*"])] };
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
    const PolicyDocument = JSON.stringify(policy);
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "archive", PolicyDocument }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${name}` }));
    const { code } = await bundleFunction(`functions/${name}/index.ts`);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: Role?.Arn,
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        Timeout: 30,
        MemorySize: 512,
        Code: { ZipFile: zip([["index.mjs", Buffer.from(code)]]) },
        Environment: { Variables: { ...environment, ...variables } },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: name });
  }

  await deploy("archive-intake", {});
  await deploy("archive-store", { DEAD_LETTER_QUEUE_URL: archive.deadLetterQueueUrl });
  const url = { FunctionName: "archive-intake", AuthType: "NONE" } as const;
  const { FunctionUrl: intakeUrl = "" } = await lambda.send(new CreateFunctionUrlConfigCommand(url));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "archive-store",
      EventSourceArn: queueArn,
      BatchSize: 5,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    }),
  );

  return {
    intakeUrl,
    async logText(name: keyof typeof permissions): Promise<string> {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
      return events.map(({ message }) => message ?? "").join("\n");
    },
  };
}
