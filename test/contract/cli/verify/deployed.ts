import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  type Cors,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  LambdaClient,
  UpdateFunctionUrlConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { PutBucketCorsCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { bundleFunction } from "../../../../infra/bundle.ts";
import { zip } from "../../../../local/aws/provider/zip.ts";
import { type Archive, accessTo, archive } from "../../archive-store/archive.ts";
import { deployed } from "../../archive-store/deployed.ts";
import type { Cleanup } from "../../local-aws/fixture.ts";
import { type Account, authToken, broughtUp } from "./account.ts";

export const origin = "https://flex.twilio.com";
const name = "playback";
const cors: Cors = { AllowOrigins: [origin], AllowMethods: ["GET"], AllowHeaders: ["authorization"] };

/** A stack of real functions in an emulated AWS, beside an account in which all is as declared. */
export async function deployedStack(cleanup: Cleanup) {
  const held = await archive(cleanup, { authToken });
  const { intakeUrl } = await deployed(cleanup, held);
  const { s3 } = held.clients;
  const access = await accessTo(held.aws);
  cleanup.add(() => access.requestHandler.httpsAgent.destroy());
  const lambda = new LambdaClient(access);
  const playbackUrl = await deployPlayback(held, lambda, new IAMClient(access));
  const corsRule = { AllowedOrigins: [origin], AllowedMethods: ["GET", "HEAD"], AllowedHeaders: ["Range"] };
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: held.bucket, VersioningConfiguration }));
  await s3.send(new PutBucketCorsCommand({ Bucket: held.bucket, CORSConfiguration: { CORSRules: [corsRule] } }));
  const place = { playbackUrl, archiveUrl: intakeUrl.replace(/\/$/, ""), bucketName: held.bucket, aws: held.aws };
  const account: Account = await broughtUp(cleanup, place, held);
  account.twilio.control.voiceSettings.set({ httpAuthOnMedia: true });
  return {
    ...held,
    account,
    lambda,
    s3,
    /** Changes which pages the playback function's URL is for. */
    allowPages: (AllowOrigins: string[]) =>
      lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName: name, Cors: { ...cors, AllowOrigins } })),
    closePlayback: () => lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName: name })),
  };
}

async function deployPlayback(
  { bucket, accountSid, secretArn, twilio }: Archive,
  lambda: LambdaClient,
  iam: IAMClient,
) {
  const service = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const may = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
  const statements = [
    may("secretsmanager:GetSecretValue", secretArn),
    may("s3:GetObject", `arn:aws:s3:::${bucket}/recordings/*`),
    may("s3:ListBucket", `arn:aws:s3:::${bucket}`),
    may("logs:*", "*"),
  ];
  const document = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const role = { RoleName: name, AssumeRolePolicyDocument: document([service]) };
  const { Role } = await iam.send(new CreateRoleCommand(role));
  const policy = { RoleName: name, PolicyName: "playback", PolicyDocument: document(statements) };
  await iam.send(new PutRolePolicyCommand(policy));
  const { code } = await bundleFunction("functions/url-provider/index.ts");
  const Variables = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_SECRET_ARN: secretArn,
    TWILIO_IAM_URL: twilio.endpoint("iam.twilio.com"),
    RECORDINGS_BUCKET: bucket,
    PLAYER_ORIGINS: origin,
    MEDIA_URL_SECONDS: "60",
  };
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: Role?.Arn,
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      Timeout: 15,
      Code: { ZipFile: zip([["index.mjs", Buffer.from(code)]]) },
      Environment: { Variables },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: name });
  const url = { FunctionName: name, AuthType: "NONE", Cors: cors } as const;
  const { FunctionUrl = "" } = await lambda.send(new CreateFunctionUrlConfigCommand(url));
  return FunctionUrl.replace(/\/$/, "");
}
