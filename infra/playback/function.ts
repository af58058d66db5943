import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "../bundle.ts";
import { transformed } from "../transform.ts";
import type { PlaybackArgs } from "./args.ts";

/** Two attempts at each of the services that it asks fit in, and leave time for an answer. */
const timeoutSeconds = 15;

interface Needed {
  role: aws.iam.Role;
  policy: aws.iam.RolePolicy;
  secret: aws.secretsmanager.Secret;
  logGroup: aws.cloudwatch.LogGroup;
}

export function createFunction(
  name: string,
  { role, policy, secret, logGroup }: Needed,
  args: PlaybackArgs,
  parent: pulumi.Resource,
): aws.lambda.Function {
  const { entry = "functions/url-provider/index.ts", reservedConcurrency, tracing, transform } = args;
  return new aws.lambda.Function(
    ...transformed<aws.lambda.FunctionArgs>(
      transform?.function,
      name,
      {
        description: "Answers Flex Insights' player a recording's media URL, or refuses.",
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: bundledCode(entry),
        memorySize: 512,
        timeout: timeoutSeconds,
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        environment: { variables: variables(args, secret.arn) },
        ...(reservedConcurrency > 0 && { reservedConcurrentExecutions: reservedConcurrency }),
        ...(tracing && { tracingConfig: { mode: "Active" } }),
      },
      { parent, dependsOn: [policy] },
    ),
  );
}

/** What functions/url-provider/settings.ts reads. */
function variables(args: PlaybackArgs, secretArn: pulumi.Input<string>): Record<string, pulumi.Input<string>> {
  return {
    TWILIO_ACCOUNT_SID: args.accountSid,
    TWILIO_SECRET_ARN: secretArn,
    RECORDINGS_BUCKET: args.bucketName,
    RECORDINGS_PREFIX: args.prefix,
    KEY_LAYOUT: args.keyLayout,
    PLAYER_ORIGINS: args.origins.join(","),
    ALLOWED_ROLES: args.allowedRoles.join(","),
    AGENTS_HEAR_OWN: String(args.agentsHearOwn),
    MEDIA_URL_SECONDS: String(args.mediaUrlSeconds),
    TOKEN_MEMORY_SECONDS: String(args.tokenMemorySeconds),
    S3_FORCE_PATH_STYLE: String(args.s3UsePathStyle),
    ...(args.iamUrl && { TWILIO_IAM_URL: args.iamUrl }),
  };
}

async function bundledCode(entry: string): Promise<pulumi.asset.Archive> {
  const { fileName, code } = await bundleFunction(entry);
  return new pulumi.asset.AssetArchive({ [fileName]: new pulumi.asset.StringAsset(code) });
}
