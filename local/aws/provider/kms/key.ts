import {
  CreateKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { PartialResourceError, rule } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { declaredPolicy, policySchema, policyText, samePolicy } from "../iam/policy-document.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";
import { declaredTags, type Tags, tagsSchema } from "../tags.ts";
import { changeKeyTags, findKey, keyTags, readKeyTags, switchKey } from "./key-api.ts";
import { isLockedOut, requireNotLockedOut } from "./key-policy.ts";

/** What KMS rotates by where no period is given, in days. */
const yearly = 365;
/** The one kind of key that S3, SQS, Secrets Manager and the logs can use. */
const symmetric = { keyUsage: "ENCRYPT_DECRYPT", customerMasterKeySpec: "SYMMETRIC_DEFAULT" } as const;

const inputs = rule(
  z
    .strictObject({
      description: z.string().max(8192).optional(),
      enableKeyRotation: z.boolean().default(false).describe("Whether KMS makes new key material by itself."),
      rotationPeriodInDays: z.number().int().min(90).max(2560).optional().describe("Absent: 365."),
      deletionWindowInDays: z
        .number()
        .int()
        .min(7)
        .max(30)
        .optional()
        .describe("How long a destroyed key can be brought back; absent: 30. After that all it encrypted is lost."),
      policy: policySchema("key").optional().describe("Who may do what with the key: JSON text, or an object."),
      bypassPolicyLockoutSafetyCheck: z.boolean().default(false),
      isEnabled: z.boolean().default(true),
      keyUsage: z.enum([symmetric.keyUsage]).default(symmetric.keyUsage),
      customerMasterKeySpec: z.enum([symmetric.customerMasterKeySpec]).default(symmetric.customerMasterKeySpec),
      tags: tagsSchema.optional(),
      region: regionInput,
    })
    .meta({ refused: unsupported(["customKeyStoreId", "multiRegion", "xksKeyId"]) }),
  function* ({ enableKeyRotation, rotationPeriodInDays, policy, bypassPolicyLockoutSafetyCheck: isBypassed }) {
    if (rotationPeriodInDays !== undefined && (enableKeyRotation ?? false) === false) {
      yield { path: ["rotationPeriodInDays"], reason: "goes with enableKeyRotation; give both, or neither" };
    }
    const isText = typeof policy === "string" && policy.trim().startsWith("{");
    if (isText && isBypassed !== true && isLockedOut(policy)) {
      const reason = "lets nobody change it again; allow kms:PutKeyPolicy to the account's root";
      yield { path: ["policy"], reason };
    }
  },
);

type Inputs = z.output<typeof inputs>;

const outputs = z.strictObject({
  arn: z.string(),
  keyId: z.string(),
  policy: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const kmsKey = aws.resource({
  type: "aws:kms/key:Key",
  description:
    "A key of KMS. Destroying it schedules its deletion; once that is done, nothing that it encrypted can be read again. The emulator's S3 asks no key.",
  inputs,
  outputs,
  replaceOn: ["keyUsage", "customerMasterKeySpec", "region"],
  stable: ["arn", "keyId", "region"],
  sameMeaning: { policy: samePolicy },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    const { policy, bypassPolicyLockoutSafetyCheck: isBypassed } = wanted;
    if (policy !== undefined && !isBypassed) await requireNotLockedOut(client, policy, signal);
    const tags = client.tagsAll(wanted.tags);
    const command = new CreateKeyCommand({
      Description: wanted.description,
      KeySpec: wanted.customerMasterKeySpec,
      KeyUsage: wanted.keyUsage,
      BypassPolicyLockoutSafetyCheck: isBypassed,
      ...(policy === undefined ? {} : { Policy: policyText(policy) }),
      ...(Object.keys(tags).length === 0 ? {} : { Tags: keyTags(tags) }),
    });
    const { KeyMetadata } = await client.kms.send(command, { abortSignal: signal });
    const { KeyId: id = "", Arn: arn = "" } = KeyMetadata ?? {};
    const made = outputsOf(client, { arn, id, policy: await policyOf(client, id, signal), tags });
    try {
      await switchKey(client, id, { isEnabled: true, enableKeyRotation: false }, wanted, signal);
    } catch (error) {
      // A key that nobody knows of costs money for ever.
      throw new PartialResourceError(id, made, error instanceof Error ? error.message : String(error), {
        cause: error,
      });
    }
    return { id, outputs: made };
  },

  async read(id, prior, { client, signal }) {
    const live = await findKey(client, id, signal);
    if (live === undefined) return undefined;
    const rotation = await client.kms.send(new GetKeyRotationStatusCommand({ KeyId: id }), { abortSignal: signal });
    const policy = await policyOf(client, id, signal);
    const tags = await readKeyTags(client, id, signal);
    const { KeyRotationEnabled: enableKeyRotation = false, RotationPeriodInDays: days = yearly } = rotation;
    const isPeriodDeclared = prior?.inputs.rotationPeriodInDays !== undefined || days !== yearly;
    return {
      inputs: {
        description: live.Description || (prior?.inputs.description === "" ? "" : undefined),
        enableKeyRotation,
        rotationPeriodInDays: enableKeyRotation && isPeriodDeclared ? days : undefined,
        deletionWindowInDays: prior?.inputs.deletionWindowInDays,
        policy: livePolicy(policy, prior?.inputs),
        bypassPolicyLockoutSafetyCheck: prior?.inputs.bypassPolicyLockoutSafetyCheck ?? false,
        isEnabled: live.Enabled ?? true,
        ...symmetric,
        tags: declaredTags(tags, client.defaultTags, prior?.inputs.tags),
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, { arn: live.Arn ?? "", id, policy, tags }),
    };
  },

  async update(id, wanted, { inputs: before, state }, { client, signal }) {
    const options = { abortSignal: signal };
    const { description: Description = "", policy, bypassPolicyLockoutSafetyCheck: isBypassed } = wanted;
    if (Description !== (before.description ?? "")) {
      await client.kms.send(new UpdateKeyDescriptionCommand({ KeyId: id, Description }), options);
    }
    if (policy !== undefined && !samePolicy(before.policy, policy)) {
      if (!isBypassed) await requireNotLockedOut(client, policy, signal);
      const BypassPolicyLockoutSafetyCheck = isBypassed;
      const Policy = policyText(policy);
      await client.kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy, BypassPolicyLockoutSafetyCheck }), options);
    }
    await switchKey(client, id, before, wanted, signal);
    const tags = client.tagsAll(wanted.tags);
    await changeKeyTags(client, id, state.tagsAll, tags, signal);
    return outputsOf(client, { arn: state.arn, id, policy: await policyOf(client, id, signal), tags });
  },

  async delete(id, { inputs: { deletionWindowInDays } }, { client, signal }) {
    if ((await findKey(client, id, signal)) === undefined) return;
    const command = new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: deletionWindowInDays });
    await unlessMissing(client.kms.send(command, { abortSignal: signal }));
  },
});

function outputsOf(
  { region }: Account,
  { arn, id, policy, tags }: { arn: string; id: string; policy: string; tags: Tags },
): z.output<typeof outputs> {
  return { arn, keyId: id, policy, tagsAll: tags, region };
}

async function policyOf({ kms }: Account, KeyId: string, abortSignal: AbortSignal): Promise<string> {
  const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }), { abortSignal });
  return Policy;
}

/** A policy that was not declared is not compared; an import takes over what is not KMS's own. */
function livePolicy(live: string, declared: Partial<Inputs> | undefined): Inputs["policy"] {
  if (declared === undefined) return live.includes('"key-default-1"') ? undefined : live;
  return declared.policy === undefined ? undefined : declaredPolicy(live, declared.policy);
}
