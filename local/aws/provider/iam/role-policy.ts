import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, unsupported } from "../resource.ts";
import { declaredPolicy, policySchema, policyText, samePolicy } from "./policy-document.ts";

const inputs = z
  .strictObject({
    role: z.string().min(1).max(64).describe("The role's name."),
    policy: policySchema("identity").describe("What the role may do: JSON text, or an object."),
    name: z
      .string()
      .min(1)
      .max(128)
      .regex(/^[\w+=,.@-]*$/, must("hold letters, digits and _+=,.@- only"))
      .optional()
      .describe("The policy's name in the role."),
  })
  .meta({ refused: unsupported(["namePrefix"], "give name, or neither") });

export const rolePolicy = aws.resource({
  type: "aws:iam/rolePolicy:RolePolicy",
  description: "A policy within an IAM role.",
  inputs,
  outputs: z.strictObject({ name: z.string(), policy: z.string() }),
  replaceOn: ["role", "name"],
  stable: ["name"],
  sameMeaning: { policy: samePolicy },
  autonaming: { property: "name", maxLength: 128 },

  async create({ role, name = "", policy }, { client, signal }) {
    await put(client, { role, name, policy: policyText(policy) }, signal);
    return { id: `${role}:${name}`, outputs: { name, policy: policyText(policy) } };
  },

  async read(id, prior, { client, signal }) {
    const { role, name } = partsOf(id);
    const command = new GetRolePolicyCommand({ RoleName: role, PolicyName: name });
    const found = await unlessMissing(client.iam.send(command, { abortSignal: signal }));
    if (found === undefined) return undefined;
    const policy = decodeURIComponent(found.PolicyDocument ?? "");
    return {
      inputs: { role, name, policy: declaredPolicy(policy, prior?.inputs.policy) },
      outputs: { name, policy },
    };
  },

  async update(id, { policy }, _prior, { client, signal }) {
    const { role, name } = partsOf(id);
    await put(client, { role, name, policy: policyText(policy) }, signal);
    return { name, policy: policyText(policy) };
  },

  async delete(id, _prior, { client, signal }) {
    const { role, name } = partsOf(id);
    const command = new DeleteRolePolicyCommand({ RoleName: role, PolicyName: name });
    await unlessMissing(client.iam.send(command, { abortSignal: signal }));
  },
});

function partsOf(id: string): { role: string; name: string } {
  const [role = "", name = "", ...rest] = id.split(":");
  if (role === "" || name === "" || rest.length > 0)
    throw new ProviderError(`id: is ${JSON.stringify(id)}; write it as role:policy.`);
  return { role, name };
}

async function put(
  { iam }: Account,
  { role, name, policy }: { role: string; name: string; policy: string },
  abortSignal: AbortSignal,
): Promise<void> {
  const command = new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: policy });
  const done = await unlessMissing(iam.send(command, { abortSignal }));
  if (done === undefined) throw new ProviderError(`role: ${role} does not exist; declare it, or correct the name.`);
}
