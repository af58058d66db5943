import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandOutput,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { ProviderError, rule, Secret, secret } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { AwsError, isMissing, unlessMissing } from "../errors.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";

const CURRENT = "AWSCURRENT";
const text = z.string().max(65_536);

const inputs = rule(
  z
    .strictObject({
      secretId: z.string().min(1).max(2048).describe("The secret's ARN or name."),
      secretString: secret(text).optional().describe("The value."),
      secretStringWo: secret(text)
        .optional()
        .describe("The value, which is written when its version changes and never read back."),
      secretStringWoVersion: z.number().int().optional().describe("Raise it to write secretStringWo again."),
      region: regionInput,
    })
    .meta({
      refused: unsupported(["secretBinary", "versionStages"], "use secretString, whose version is the current one"),
    }),
  function* (value) {
    const given = ["secretString", "secretStringWo"].filter((key) => value[key] !== undefined);
    if (given.length !== 1) {
      const reason =
        given.length === 0
          ? "holds no value; give it secretString"
          : "has two values; keep secretString or secretStringWo";
      yield { path: [], reason };
    }
    if ((value.secretStringWo === undefined) !== (value.secretStringWoVersion === undefined)) {
      yield { path: ["secretStringWoVersion"], reason: "goes with secretStringWo; give both, or neither" };
    }
  },
);

const outputs = z.strictObject({
  arn: z.string(),
  secretArn: z.string(),
  versionId: z.string(),
  versionStages: z.array(z.string()),
  hasSecretStringWo: z.boolean(),
  region: regionOutput,
});

export const secretVersion = aws.resource({
  type: "aws:secretsmanager/secretVersion:SecretVersion",
  description:
    "A secret's current value. Another value is another version; destroying it leaves the value until the secret is destroyed.",
  inputs,
  outputs,
  replaceOn: ["secretId", "secretString", "secretStringWo", "secretStringWoVersion", "region"],
  // A write-only value counts by its version alone.
  sameMeaning: { secretStringWo: () => true },
  stable: ["arn", "secretArn", "versionId", "versionStages", "hasSecretStringWo", "region"],
  check: (given, { client }) => regionFailures(given, client),

  async create({ secretId, secretString, secretStringWo }, { client, signal }) {
    const SecretString = (secretString ?? secretStringWo)?.reveal();
    const command = new PutSecretValueCommand({ SecretId: secretId, SecretString });
    const put = await unlessMissing(client.secrets.send(command, { abortSignal: signal }));
    if (put === undefined)
      throw new ProviderError(`secretId: ${secretId} does not exist; declare it, or correct the name.`);
    return {
      id: `${put.ARN}|${put.VersionId}`,
      outputs: outputsOf(client, put, secretStringWo !== undefined),
    };
  },

  async read(id, prior, { client, signal }) {
    const live = await currentValue(client, partsOf(id), signal);
    if (live === undefined) return undefined;
    const isWriteOnly = prior?.inputs.secretStringWo !== undefined;
    return {
      inputs: {
        secretId: prior?.inputs.secretId ?? live.ARN ?? "",
        secretString: isWriteOnly ? undefined : new Secret(live.SecretString ?? ""),
        secretStringWo: prior?.inputs.secretStringWo,
        secretStringWoVersion: prior?.inputs.secretStringWoVersion,
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, live, isWriteOnly),
    };
  },

  // Only the write-only value, without its version, changes in place: by not being written.
  async update(_id, _inputs, { state }) {
    const { arn, secretArn, versionId, versionStages, hasSecretStringWo, region } = state;
    return { arn, secretArn, versionId, versionStages, hasSecretStringWo, region };
  },

  async delete(id, _prior, { client, signal }) {
    const { SecretId, VersionId } = partsOf(id);
    const described = await unlessMissing(
      client.secrets.send(new DescribeSecretCommand({ SecretId }), { abortSignal: signal }),
    );
    const stages = described?.VersionIdsToStages?.[VersionId] ?? [];
    // The current version can't lose its mark, only pass it on; the secret's own end takes it along.
    for (const VersionStage of described?.DeletedDate === undefined ? stages : []) {
      if (VersionStage === CURRENT) continue;
      const command = new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId: VersionId });
      await unlessMissing(client.secrets.send(command, { abortSignal: signal }));
    }
  },
});

type LiveVersion = Pick<GetSecretValueCommandOutput, "ARN" | "VersionId" | "VersionStages">;

function outputsOf({ region }: Account, live: LiveVersion, hasSecretStringWo: boolean): z.output<typeof outputs> {
  const { ARN = "", VersionId = "", VersionStages = [] } = live;
  return { arn: ARN, secretArn: ARN, versionId: VersionId, versionStages: VersionStages, hasSecretStringWo, region };
}

function partsOf(id: string): { SecretId: string; VersionId: string } {
  const [SecretId = "", VersionId = "", ...rest] = id.split("|");
  if (SecretId === "" || VersionId === "" || rest.length > 0) {
    throw new ProviderError(`id: is ${JSON.stringify(id)}; write it as ARN|version.`);
  }
  return { SecretId, VersionId };
}

/** A secret that is being destroyed refuses to be read; its versions are as good as gone. */
async function currentValue(
  { secrets }: Account,
  version: { SecretId: string; VersionId: string },
  abortSignal: AbortSignal,
) {
  try {
    return await secrets.send(new GetSecretValueCommand(version), { abortSignal });
  } catch (error) {
    const isBeingDeleted = error instanceof AwsError && /marked.*delet|scheduled for deletion/.test(error.message);
    if (isMissing(error) || isBeingDeleted) return undefined;
    throw error;
  }
}
