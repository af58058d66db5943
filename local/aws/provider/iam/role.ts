import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  type Role,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { AwsError, unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, unsupported } from "../resource.ts";
import { declaredTags, tagChanges, tagList, tagsFromList, tagsSchema } from "../tags.ts";
import { declaredPolicy, policySchema, policyText, samePolicy } from "./policy-document.ts";

const inputs = z
  .strictObject({
    assumeRolePolicy: policySchema("trust").describe("Who may assume the role: JSON text, or an object."),
    name: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\w+=,.@-]*$/, must("hold letters, digits and _+=,.@- only"))
      .optional()
      .describe("The role's name in the account."),
    description: z.string().max(1000).optional(),
    path: z
      .string()
      .max(512)
      .regex(/^\/([!-~]+\/)?$/, must("begin and end with /"))
      .default("/"),
    maxSessionDuration: z.number().int().min(3600).max(43_200).default(3600).describe("In seconds."),
    permissionsBoundary: z.string().regex(/^arn:/, must("be a policy's ARN")).optional(),
    forceDetachPolicies: z
      .boolean()
      .default(false)
      .describe("Whether destroying it first takes all its policies away."),
    tags: tagsSchema.optional(),
  })
  .meta({
    refused: {
      ...unsupported(["namePrefix"], "give name, or neither"),
      ...unsupported(["inlinePolicies"], "use aws.iam.RolePolicy"),
      ...unsupported(["managedPolicyArns"], "use aws.iam.RolePolicy"),
    },
  });

const outputs = z.strictObject({
  arn: z.string(),
  assumeRolePolicy: z.string(),
  name: z.string(),
  createDate: z.string().describe("As in 2026-01-31T12:00:00Z."),
  uniqueId: z.string(),
  tagsAll: z.record(z.string(), z.string()),
});

export const role = aws.resource({
  type: "aws:iam/role:Role",
  description: "An IAM role: permissions that a service or person takes on.",
  inputs,
  outputs,
  replaceOn: ["name", "path"],
  deleteBeforeReplace: true,
  stable: ["arn", "name", "createDate", "uniqueId"],
  sameMeaning: { assumeRolePolicy: samePolicy },
  autonaming: { property: "name", maxLength: 64 },

  async create(wanted, { client, signal }) {
    const name = wanted.name ?? "";
    const tags = client.tagsAll(wanted.tags);
    const command = new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: policyText(wanted.assumeRolePolicy),
      Description: wanted.description,
      Path: wanted.path,
      MaxSessionDuration: wanted.maxSessionDuration,
      PermissionsBoundary: wanted.permissionsBoundary,
      Tags: tagList(tags),
    });
    const { Role } = await client.iam.send(command, { abortSignal: signal });
    return { id: name, outputs: outputsOf(Role, policyText(wanted.assumeRolePolicy), tags) };
  },

  async read(name, prior, { client, signal }) {
    const found = await unlessMissing(client.iam.send(new GetRoleCommand({ RoleName: name }), { abortSignal: signal }));
    if (found?.Role === undefined) return undefined;
    const live = found.Role;
    const trust = decodeURIComponent(live.AssumeRolePolicyDocument ?? "");
    return {
      inputs: {
        assumeRolePolicy: declaredPolicy(trust, prior?.inputs.assumeRolePolicy),
        name,
        path: live.Path ?? "/",
        maxSessionDuration: live.MaxSessionDuration ?? 3600,
        forceDetachPolicies: prior?.inputs.forceDetachPolicies ?? false,
        description: live.Description || (prior?.inputs.description === "" ? "" : undefined),
        permissionsBoundary: live.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: declaredTags(tagsFromList(live.Tags), client.defaultTags, prior?.inputs.tags),
      },
      outputs: outputsOf(live, trust, tagsFromList(live.Tags)),
    };
  },

  async update(name, wanted, { inputs: before, state }, { client, signal }) {
    const options = { abortSignal: signal };
    const RoleName = name;
    if (!samePolicy(before.assumeRolePolicy, wanted.assumeRolePolicy)) {
      const PolicyDocument = policyText(wanted.assumeRolePolicy);
      await client.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }), options);
    }
    const { maxSessionDuration: MaxSessionDuration, description: Description = "" } = wanted;
    if (MaxSessionDuration !== before.maxSessionDuration) {
      await client.iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration }), options);
    }
    if (Description !== (before.description ?? "")) {
      await client.iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description }), options);
    }
    if (wanted.permissionsBoundary !== undefined) {
      const PermissionsBoundary = wanted.permissionsBoundary;
      await client.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }), options);
    } else if (before.permissionsBoundary !== undefined) {
      await unlessMissing(client.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }), options));
    }
    const tags = client.tagsAll(wanted.tags);
    const { set, remove } = tagChanges(state.tagsAll, tags);
    if (remove.length > 0) await client.iam.send(new UntagRoleCommand({ RoleName, TagKeys: remove }), options);
    if (Object.keys(set).length > 0) {
      await client.iam.send(new TagRoleCommand({ RoleName, Tags: tagList(set) }), options);
    }
    const { arn, createDate, uniqueId } = state;
    return { arn, createDate, uniqueId, assumeRolePolicy: policyText(wanted.assumeRolePolicy), name, tagsAll: tags };
  },

  async delete(name, { inputs: { forceDetachPolicies } }, { client, signal }) {
    if (forceDetachPolicies) await unlessMissing(detachPolicies(client, name, signal));
    try {
      await unlessMissing(client.iam.send(new DeleteRoleCommand({ RoleName: name }), { abortSignal: signal }));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "DeleteConflictException") throw error;
      throw new ProviderError(
        `The role ${name} still has policies that this program did not give it. Take them away, or set forceDetachPolicies, run up, and destroy it.`,
        { cause: error },
      );
    }
  },
});

function outputsOf(live: Role | undefined, trust: string, tagsAll: Record<string, string>): z.output<typeof outputs> {
  return {
    arn: live?.Arn ?? "",
    assumeRolePolicy: trust,
    name: live?.RoleName ?? "",
    createDate: live?.CreateDate?.toISOString().replace(".000Z", "Z") ?? "",
    uniqueId: live?.RoleId ?? "",
    tagsAll,
  };
}

async function detachPolicies({ iam }: Account, RoleName: string, abortSignal: AbortSignal): Promise<void> {
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }), { abortSignal });
  for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }), { abortSignal });
  }
  const inline = await iam.send(new ListRolePoliciesCommand({ RoleName }), { abortSignal });
  for (const PolicyName of inline.PolicyNames ?? []) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }), { abortSignal });
  }
}
