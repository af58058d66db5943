import {
  type AliasListEntry,
  CreateAliasCommand,
  DeleteAliasCommand,
  ListAliasesCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";
import { findKey } from "./key-api.ts";

const inputs = z
  .strictObject({
    name: z
      .string()
      .max(256)
      .regex(/^alias\/[\w/-]+$/, must("begin with alias/ and hold letters, digits and /_- only"))
      .refine(
        (name) => !name.startsWith("alias/aws/"),
        "begins with alias/aws/, which AWS keeps for itself; choose another name",
      )
      .describe("Such as alias/recordings."),
    targetKeyId: z
      .string()
      .regex(/^(arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/)?[\w-]+$/, must("be a key's id or ARN"))
      .describe("The key's id or ARN."),
    region: regionInput,
  })
  .meta({ refused: unsupported(["namePrefix"], "give name") });

const outputs = z.strictObject({ arn: z.string(), targetKeyArn: z.string(), region: regionOutput });

/** A key may be named by its id or by its ARN. */
const sameKey = (before: unknown, after: unknown) => keyIdOf(String(before)) === keyIdOf(String(after));

export const kmsAlias = aws.resource({
  type: "aws:kms/alias:Alias",
  description: "A name for a key of KMS, which can be given to another key later on.",
  inputs,
  outputs,
  replaceOn: ["name", "region"],
  stable: ["arn", "region"],
  sameMeaning: { targetKeyId: sameKey },
  check: (given, { client }) => regionFailures(given, client),

  async create({ name, targetKeyId }, { client, signal }) {
    const targetKeyArn = await requireKey(client, targetKeyId, signal);
    await client.kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: targetKeyId }), {
      abortSignal: signal,
    });
    const live = await findAlias(client, name, signal);
    return { id: name, outputs: { arn: live?.AliasArn ?? "", targetKeyArn, region: client.region } };
  },

  async read(name, prior, { client, signal }) {
    const live = await findAlias(client, name, signal);
    const key = live?.TargetKeyId && (await findKey(client, live.TargetKeyId, signal));
    if (live === undefined || !key) return undefined;
    const declared = prior?.inputs.targetKeyId;
    return {
      inputs: {
        name,
        targetKeyId: declared !== undefined && sameKey(declared, key.KeyId) ? declared : (key.KeyId ?? ""),
        region: prior?.inputs.region && client.region,
      },
      outputs: { arn: live.AliasArn ?? "", targetKeyArn: key.Arn ?? "", region: client.region },
    };
  },

  async update(name, { targetKeyId }, { state }, { client, signal }) {
    const targetKeyArn = await requireKey(client, targetKeyId, signal);
    await client.kms.send(new UpdateAliasCommand({ AliasName: name, TargetKeyId: targetKeyId }), {
      abortSignal: signal,
    });
    return { arn: state.arn, targetKeyArn, region: state.region };
  },

  async delete(name, _prior, { client, signal }) {
    await unlessMissing(client.kms.send(new DeleteAliasCommand({ AliasName: name }), { abortSignal: signal }));
  },
});

function keyIdOf(reference: string): string {
  return reference.split("/").at(-1) ?? reference;
}

/** The key's ARN. A key that is being deleted takes no alias. */
async function requireKey(account: Account, reference: string, signal: AbortSignal): Promise<string> {
  const key = await findKey(account, reference, signal);
  if (key?.Arn !== undefined) return key.Arn;
  throw new ProviderError(
    `targetKeyId: ${reference} does not exist, or is being deleted; declare it, or correct the id.`,
  );
}

async function findAlias(
  { kms }: Account,
  name: string,
  abortSignal: AbortSignal,
): Promise<AliasListEntry | undefined> {
  let Marker: string | undefined;
  do {
    const page = await kms.send(new ListAliasesCommand({ Marker }), { abortSignal });
    const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (found !== undefined) return found;
    Marker = page.Truncated === true ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return undefined;
}
