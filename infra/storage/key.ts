import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { StorageTransforms } from "./transforms.ts";

/** How long KMS waits before it deletes a key for good, in days: the shortest and the longest that it offers. */
const deletionWindowInDays = { throwAway: 7, kept: 30 };

export interface EncryptionKey {
  arn: pulumi.Output<string>;
  /** Absent for a key that the team named itself. */
  alias?: pulumi.Output<string>;
}

/**
 * A key of the recordings' own, which KMS renews every year. Its policy is the one that KMS gives by itself: who may use
 * it, IAM says. Without the key no recording can be read again, so it is kept as the bucket is; even where both are
 * thrown away, `aws kms cancel-key-deletion` brings the key back for a while.
 */
export function encryptionKey(
  name: string,
  throwAway: boolean,
  parent: pulumi.Resource,
  transform: Pick<StorageTransforms, "key" | "alias">,
): EncryptionKey {
  const kept = { parent, retainOnDelete: !throwAway };
  const key = new aws.kms.Key(
    ...transformed(
      transform.key,
      name,
      {
        description: `Encrypts ${name} of ${pulumi.getProject()}, stack ${pulumi.getStack()}`,
        enableKeyRotation: true,
        deletionWindowInDays: deletionWindowInDays[throwAway ? "throwAway" : "kept"],
      },
      { ...kept, protect: !throwAway },
    ),
  );
  const alias = new aws.kms.Alias(
    ...transformed(transform.alias, name, { name: aliasName(name), targetKeyId: key.keyId }, kept),
  );
  return { arn: key.arn, alias: alias.name };
}

/** Told apart by project and stack, as all stacks of an account share its aliases. */
function aliasName(name: string): string {
  return `alias/${[pulumi.getProject(), pulumi.getStack(), name].join("/").replace(/[^\w/-]/g, "-")}`;
}
