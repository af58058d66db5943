import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "./bundle.ts";

export interface PlaybackArgs {
  /** The bucket that recordings lie in. */
  bucketName: pulumi.Input<string>;
  bucketArn: pulumi.Input<string>;
  /** What every recording's key begins with; ends with a slash. */
  prefix: string;
  /** The Twilio account whose people listen. */
  accountSid: string;
  /** What the function authenticates to Twilio with: an account SID and auth token, or an API key and its secret. */
  credentials: { username: string; password: pulumi.Output<string> };
  /** Exact origins of the players. */
  origins: string[];
  /** Flex roles whose holders may hear recordings; `wfo.*` stands for a family of them. */
  allowedRoles: string[];
  /** How long a media URL is good for, 60 to 900 seconds. */
  mediaUrlSeconds: number;
  /** Twilio's identity service, where it is not Twilio's own address. */
  iamUrl?: string | undefined;
  /** Address the bucket in the path, as S3-compatible services need it. */
  s3UsePathStyle: boolean;
}

const timeoutSeconds = 15;

/**
 * The function whose URL goes into `conversations.media` as `url_provider`. Flex Insights asks it for a
 * recording with the listener's token; it answers a signed URL that is good for minutes, or refuses.
 */
export class Playback extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** Without a slash at the end; `?recording=RE…` names the recording. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: PlaybackArgs, options?: pulumi.ComponentResourceOptions) {
    super("flex-media:playback:Playback", name, args, options);
    const secret = storeCredentials(name, args, this);
    const logs = new aws.cloudwatch.LogGroup(name, { retentionInDays: 90 }, { parent: this });
    const role = createRole(name, this);
    const policy = grant(name, role, { args, secretArn: secret.arn, logGroupArn: logs.arn }, this);
    this.function = createFunction(name, args, { role, secretArn: secret.arn, logGroup: logs.name }, this, policy);
    this.url = openUrl(name, this.function, args.origins, this).functionUrl.apply((url) => url.replace(/\/$/, ""));
    this.registerOutputs({ url: this.url });
  }
}

function storeCredentials(
  name: string,
  { credentials }: PlaybackArgs,
  parent: pulumi.Resource,
): aws.secretsmanager.Secret {
  const secret = new aws.secretsmanager.Secret(
    `${name}-twilio`,
    { description: "How the playback function authenticates to Twilio." },
    { parent },
  );
  new aws.secretsmanager.SecretVersion(
    `${name}-twilio`,
    { secretId: secret.id, secretString: pulumi.jsonStringify(credentials) },
    { parent },
  );
  return secret;
}

function createRole(name: string, parent: pulumi.Resource): aws.iam.Role {
  const assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  return new aws.iam.Role(name, { assumeRolePolicy }, { parent });
}

interface Reach {
  args: PlaybackArgs;
  secretArn: pulumi.Input<string>;
  logGroupArn: pulumi.Input<string>;
}

function grant(name: string, role: aws.iam.Role, { args, secretArn, logGroupArn }: Reach, parent: pulumi.Resource) {
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${args.bucketArn}/${args.prefix}*` },
      // Without it S3 answers 403 for a recording that is not there, as it does for one that is forbidden.
      { Effect: "Allow", Action: "s3:ListBucket", Resource: args.bucketArn },
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${logGroupArn}:*`,
      },
    ],
  });
  return new aws.iam.RolePolicy(name, { role: role.id, policy }, { parent });
}

function createFunction(
  name: string,
  args: PlaybackArgs,
  {
    role,
    secretArn,
    logGroup,
  }: { role: aws.iam.Role; secretArn: pulumi.Input<string>; logGroup: pulumi.Input<string> },
  parent: pulumi.Resource,
  policy: pulumi.Resource,
): aws.lambda.Function {
  return new aws.lambda.Function(
    name,
    {
      role: role.arn,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      code: bundledCode("functions/url-provider/index.ts"),
      memorySize: 512,
      timeout: timeoutSeconds,
      loggingConfig: { logFormat: "JSON", logGroup },
      environment: {
        variables: {
          TWILIO_ACCOUNT_SID: args.accountSid,
          TWILIO_SECRET_ARN: secretArn,
          RECORDINGS_BUCKET: args.bucketName,
          RECORDINGS_PREFIX: args.prefix,
          ALLOWED_ROLES: args.allowedRoles.join(","),
          MEDIA_URL_SECONDS: String(args.mediaUrlSeconds),
          S3_FORCE_PATH_STYLE: String(args.s3UsePathStyle),
          ...(args.iamUrl && { TWILIO_IAM_URL: args.iamUrl }),
        },
      },
    },
    { parent, dependsOn: [policy] },
  );
}

async function bundledCode(entry: string): Promise<pulumi.asset.Archive> {
  const { fileName, code } = await bundleFunction(entry);
  return new pulumi.asset.AssetArchive({ [fileName]: new pulumi.asset.StringAsset(code) });
}

/**
 * Anyone may call the URL; who gets an answer is the function's own decision. The AWS provider itself adds
 * the two permissions that a public URL needs.
 */
function openUrl(
  name: string,
  fn: aws.lambda.Function,
  origins: string[],
  parent: pulumi.Resource,
): aws.lambda.FunctionUrl {
  return new aws.lambda.FunctionUrl(
    name,
    {
      functionName: fn.name,
      authorizationType: "NONE",
      // OPTIONS is not listed: the URL answers preflights itself.
      cors: { allowOrigins: origins, allowMethods: ["GET"], allowHeaders: ["authorization"], maxAge: 3600 },
    },
    { parent },
  );
}
