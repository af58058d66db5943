import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { PlaybackArgs } from "./args.ts";

/**
 * How the function authenticates to Twilio, as a secret of its own. A version that something else stores
 * later comes into use within minutes, without a deploy.
 */
export function storeCredentials(
  name: string,
  { credentials, transform }: PlaybackArgs,
  parent: pulumi.Resource,
): aws.secretsmanager.Secret {
  const secret = new aws.secretsmanager.Secret(
    ...transformed(
      transform?.secret,
      `${name}-twilio`,
      { description: "How the playback function authenticates to Twilio." },
      { parent },
    ),
  );
  new aws.secretsmanager.SecretVersion(
    ...transformed(
      transform?.secretVersion,
      `${name}-twilio`,
      { secretId: secret.id, secretString: pulumi.jsonStringify(credentials) },
      { parent },
    ),
  );
  return secret;
}
