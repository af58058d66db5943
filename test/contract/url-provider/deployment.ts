import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketCorsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { bundleFunction } from "../../../infra/bundle.ts";
import { startLocalAws } from "../../../local/aws/ministack.ts";
import { zip } from "../../../local/aws/provider/zip.ts";
import { localAwsFetch } from "../../../local/aws/reach.ts";
import { startLocalTwilio } from "../../../local/twilio/server.ts";
import { recordingKey } from "../../../media/recording-key.ts";
import type { AccountSid, RecordingSid } from "../../../media/sid.ts";
import type { Cleanup } from "../local-aws/fixture.ts";

export const origin = "https://flex.twilio.com";
export const newRecordingSid = (): RecordingSid => `RE${randomBytes(16).toString("hex")}`;

const hex = () => randomBytes(16).toString("hex");
const bucket = "call-recordings";
const region = "us-east-1";

/** The bundled function in an emulated AWS, beside the local Twilio, with a bucket and a secret as a stack has them. */
export async function deployment(cleanup: Cleanup) {
  const accountSid: AccountSid = `AC${hex()}`;
  const twilio = await startLocalTwilio({ accountSid, authToken: hex() });
  cleanup.add(() => twilio.close());
  const aws = await startLocalAws({ region });
  cleanup.add(() => aws.close());
  const httpsAgent = new Agent({ keepAlive: true, ca: await readFile(aws.caFile, "utf8") });
  cleanup.add(() => httpsAgent.destroy());
  const access = { region, endpoint: aws.url, credentials: aws.credentials, requestHandler: { httpsAgent } };
  const s3 = new S3Client({ ...access, forcePathStyle: true });
  const secrets = new SecretsManagerClient(access);
  const iam = new IAMClient(access);
  const lambda = new LambdaClient(access);
  const logs = new CloudWatchLogsClient(access);

  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const corsRule = { AllowedOrigins: [origin], AllowedMethods: ["GET", "HEAD"], AllowedHeaders: ["Range"] };
  await s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [corsRule] } }));

  const key = twilio.control.apiKeys.create();
  const secretString = JSON.stringify({ accountSid, username: key.sid, password: key.secret });
  const secret = await secrets.send(new CreateSecretCommand({ Name: "twilio", SecretString: secretString }));
  const secretArn = secret.ARN ?? "";
  const code = zip([["index.mjs", Buffer.from((await bundleFunction("functions/url-provider/index.ts")).code)]]);

  const may = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
  const logging = may("logs:*", "*");
  /** What the function's role has to be allowed. */
  const permissions = [
    may("secretsmanager:GetSecretValue", secretArn),
    may("s3:GetObject", `arn:aws:s3:::${bucket}/recordings/*`),
    may("s3:GetObject", `arn:aws:s3:::${bucket}/recordings/expected/${accountSid}/*`),
    may("s3:ListBucket", `arn:aws:s3:::${bucket}`),
  ];

  /** Creates the function under a name, with a role of its own, and gives its URL. */
  async function deploy(name: string, environment: Record<string, string> = {}, statements = permissions) {
    const service = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [service] });
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [...statements, logging] });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "playback", PolicyDocument: policy }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${name}` }));
    const variables = {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_SECRET_ARN: secretArn,
      TWILIO_IAM_URL: twilio.endpoint("iam.twilio.com"),
      RECORDINGS_BUCKET: bucket,
      PLAYER_ORIGINS: origin,
      MEDIA_URL_SECONDS: "60",
      ...environment,
    };
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: Role?.Arn,
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        Timeout: 15,
        Code: { ZipFile: code },
        Environment: { Variables: variables },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: name });
    const Cors = { AllowOrigins: [origin], AllowMethods: ["GET"], AllowHeaders: ["authorization"] };
    const url = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "NONE", Cors }));
    return url.FunctionUrl ?? "";
  }

  const putObject = (Key: string, Body: string | Uint8Array, Metadata: Record<string, string> = {}) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, Metadata, ContentType: "audio/wav" }));

  return {
    twilio,
    accountSid,
    aws,
    /** Speaks to function URLs and to the bucket. */
    fetch: localAwsFetch(aws),
    deploy,
    permissions,
    putObject,
    putRecording: (recording: RecordingSid, wav: Uint8Array) =>
      putObject(recordingKey("flex-media", "recordings/", accountSid, recording), wav),
    /** Stores another key's secret as the secret's next version. */
    rotateSecret: (next: { sid: string; secret: string }) =>
      secrets.send(
        new PutSecretValueCommand({
          SecretId: secretArn,
          SecretString: JSON.stringify({ username: next.sid, password: next.secret }),
        }),
      ),
    key,
    async logText(name: string): Promise<string> {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
      return events.map(({ message }) => message ?? "").join("\n");
    },
  };
}
