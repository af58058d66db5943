import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { ProviderError, rule } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { AwsError, unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";
import { declaredTags, type Tags, tagChanges, tagList, tagsFromList, tagsSchema } from "../tags.ts";

/** The account's key for secrets, which is used where no other is named. */
const OWN_KEY = "alias/aws/secretsmanager";

const inputs = rule(
  z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(512)
        .regex(/^[\w/+=.@-]*$/, must("hold letters, digits and /_+=.@- only"))
        .optional()
        .describe("The secret's name."),
      description: z.string().max(2048).optional(),
      kmsKeyId: z.string().min(1).max(2048).optional().describe("A KMS key; absent: the account's own for secrets."),
      recoveryWindowInDays: z
        .number()
        .int()
        .max(30)
        .default(30)
        .describe("How long a destroyed secret can be restored, and its name not be used again; 0: not at all."),
      tags: tagsSchema.optional(),
      region: regionInput,
    })
    .meta({
      refused: {
        ...unsupported(["namePrefix"], "give name, or neither"),
        ...unsupported(["policy", "replicas", "forceOverwriteReplicaSecret", "type"]),
      },
    }),
  function* ({ recoveryWindowInDays: days }) {
    if (typeof days !== "number" || days === 0 || days >= 7) return;
    yield { path: ["recoveryWindowInDays"], reason: `is ${days}, but must be 0 or at least 7` };
  },
);

const outputs = z.strictObject({
  arn: z.string(),
  name: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const secretResource = aws.resource({
  type: "aws:secretsmanager/secret:Secret",
  description: "A secret's name and settings; aws.secretsmanager.SecretVersion holds its value.",
  inputs,
  outputs,
  replaceOn: ["name", "region"],
  stable: ["arn", "name", "region"],
  autonaming: { property: "name", maxLength: 512 },
  check: (given, { client }) => regionFailures(given, client),

  async create({ name = "", description, kmsKeyId, tags: declared }, { client, signal }) {
    const tags = client.tagsAll(declared);
    const command = new CreateSecretCommand({
      Name: name,
      Description: description,
      KmsKeyId: kmsKeyId,
      Tags: tagList(tags),
    });
    try {
      const { ARN = "" } = await client.secrets.send(command, { abortSignal: signal });
      return { id: ARN, outputs: outputsOf(client, ARN, name, tags) };
    } catch (error) {
      if (!(await isBeingDeleted(client, name, error, signal))) throw error;
      throw new ProviderError(
        `name: ${name} belongs to a secret that was destroyed and can still be restored; choose another name, or give recoveryWindowInDays 0 before destroying.`,
        { cause: error },
      );
    }
  },

  async read(arn, prior, { client, signal }) {
    const live = await unlessMissing(
      client.secrets.send(new DescribeSecretCommand({ SecretId: arn }), { abortSignal: signal }),
    );
    if (live === undefined || live.DeletedDate !== undefined) return undefined;
    const { ARN = arn, Name = "" } = live;
    const liveTags = tagsFromList(live.Tags);
    return {
      inputs: {
        name: Name,
        description: live.Description || (prior?.inputs.description === "" ? "" : undefined),
        kmsKeyId: live.KmsKeyId === OWN_KEY ? prior?.inputs.kmsKeyId : live.KmsKeyId,
        recoveryWindowInDays: prior?.inputs.recoveryWindowInDays ?? 30,
        tags: declaredTags(liveTags, client.defaultTags, prior?.inputs.tags),
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, ARN, Name, liveTags),
    };
  },

  async update(arn, { description = "", kmsKeyId, tags: declared }, { inputs: before, state }, { client, signal }) {
    const options = { abortSignal: signal };
    if (description !== (before.description ?? "") || kmsKeyId !== before.kmsKeyId) {
      const KmsKeyId = kmsKeyId === before.kmsKeyId ? undefined : (kmsKeyId ?? OWN_KEY);
      await client.secrets.send(
        new UpdateSecretCommand({ SecretId: arn, Description: description, KmsKeyId }),
        options,
      );
    }
    const tags = client.tagsAll(declared);
    const { set, remove } = tagChanges(state.tagsAll, tags);
    if (remove.length > 0)
      await client.secrets.send(new UntagResourceCommand({ SecretId: arn, TagKeys: remove }), options);
    if (Object.keys(set).length > 0) {
      await client.secrets.send(new TagResourceCommand({ SecretId: arn, Tags: tagList(set) }), options);
    }
    return outputsOf(client, arn, state.name, tags);
  },

  async delete(arn, { inputs: { recoveryWindowInDays: days } }, { client, signal }) {
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    const command = new DeleteSecretCommand({ SecretId: arn, ...how });
    try {
      await unlessMissing(client.secrets.send(command, { abortSignal: signal }));
    } catch (error) {
      if (!(await isBeingDeleted(client, arn, error, signal))) throw error;
    }
  },
});

/** Whether what AWS refuses is because the secret was destroyed before, and can still be restored. */
async function isBeingDeleted({ secrets }: Account, SecretId: string, error: unknown, abortSignal: AbortSignal) {
  if (!(error instanceof AwsError) || !/^(ResourceExists|InvalidRequest)Exception$/.test(error.code)) return false;
  const found = await unlessMissing(secrets.send(new DescribeSecretCommand({ SecretId }), { abortSignal }));
  return found?.DeletedDate !== undefined;
}

function outputsOf({ region }: Account, arn: string, name: string, tagsAll: Tags): z.output<typeof outputs> {
  return { arn, name, tagsAll, region };
}
