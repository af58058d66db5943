import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../transform.ts";

export interface SecretTransforms {
  secret?: Transform<aws.secretsmanager.SecretArgs>;
  secretVersion?: Transform<aws.secretsmanager.SecretVersionArgs>;
}

/**
 * A JSON object as a secret of its own. A version that something else stores later comes into use within minutes,
 * without a deploy.
 */
export function jsonSecret(
  name: string,
  { description, value }: { description: string; value: pulumi.Input<object> },
  transform: SecretTransforms,
  parent: pulumi.Resource,
): aws.secretsmanager.Secret {
  const secret = new aws.secretsmanager.Secret(...transformed(transform.secret, name, { description }, { parent }));
  new aws.secretsmanager.SecretVersion(
    ...transformed(
      transform.secretVersion,
      name,
      { secretId: secret.id, secretString: pulumi.jsonStringify(value) },
      { parent },
    ),
  );
  return secret;
}
