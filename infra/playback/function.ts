import * as pulumi from "@pulumi/pulumi";
import { type BundledFunction, bundledFunction } from "../function/bundled-function.ts";
import { allow, allowThroughS3 } from "../function/permissions.ts";
import { jsonSecret } from "../function/secret.ts";
import type { PlaybackArgs } from "./args.ts";

/** Two attempts at each of the services that it asks fit in, and leave time for an answer. */
const timeoutSeconds = 15;

/** The function, which may read recordings, its secret and nothing else. */
export function createFunction(name: string, args: PlaybackArgs, parent: pulumi.Resource): BundledFunction {
  const { entry = "functions/url-provider/index.ts", bucketArn, prefix, keyArn, credentials, transform = {} } = args;
  const secret = jsonSecret(
    `${name}-twilio`,
    { description: "How the playback function authenticates to Twilio.", value: credentials },
    transform,
    parent,
  );
  return bundledFunction(
    name,
    {
      ...args,
      description: "Answers Flex Insights' player a recording's media URL, or refuses.",
      entry,
      memorySize: 512,
      timeout: timeoutSeconds,
      variables: variables(args, secret.arn),
      statements: [
        allow("s3:GetObject", pulumi.interpolate`${bucketArn}/${prefix}*`),
        // Without it S3 answers 403 for a recording that is not there, as it does for one that is forbidden.
        allow("s3:ListBucket", bucketArn),
        // Whoever plays a media URL decrypts with the permissions of the role that signed it.
        ...(keyArn === undefined ? [] : [allowThroughS3("kms:Decrypt", keyArn)]),
        allow("secretsmanager:GetSecretValue", secret.arn),
      ],
    },
    transform,
    parent,
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
