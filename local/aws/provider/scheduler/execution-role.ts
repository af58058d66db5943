import { GetRoleCommand } from "@aws-sdk/client-iam";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { matches, policyStatements } from "../iam/policy-document.ts";

const service = "scheduler.amazonaws.com";

/** Refuses a role that Scheduler may not assume, as Scheduler does and the emulator does not. */
export async function requireAssumable(
  { iam, region }: Account,
  { target: { roleArn }, groupName }: { target: { roleArn: string }; groupName: string },
  abortSignal: AbortSignal,
): Promise<void> {
  const RoleName = roleArn.split("/").at(-1) ?? "";
  const found = await unlessMissing(iam.send(new GetRoleCommand({ RoleName }), { abortSignal }));
  if (found?.Role?.Arn !== roleArn) {
    throw new ProviderError(`target.roleArn: the role ${roleArn} does not exist; declare it, or correct the ARN.`);
  }
  const account = roleArn.split(":")[4] ?? "";
  const known: Record<string, string> = {
    "aws:sourceaccount": account,
    // The group's ARN, never the schedule's.
    "aws:sourcearn": `arn:aws:scheduler:${region}:${account}:schedule-group/${groupName}`,
  };
  const statements = policyStatements(decodeURIComponent(found.Role.AssumeRolePolicyDocument ?? ""));
  if (statements.some((statement) => admits(statement, known))) return;
  throw new ProviderError(
    `target.roleArn: ${roleArn} can't be assumed by ${service} for the group ${groupName}; allow it in the role's assumeRolePolicy, with no condition but on aws:SourceAccount and the group's ARN as aws:SourceArn.`,
  );
}

function admits(statement: Record<string, unknown>, known: Readonly<Record<string, string>>): boolean {
  const { Effect, Principal, Action, Condition = {} } = statement;
  const services = objectOf(Principal).Service;
  const isMeant = [services].flat().includes(service) && [Action].flat().some((one) => matches(one, "sts:AssumeRole"));
  if (Effect !== "Allow" || !isMeant) return false;
  return Object.entries(objectOf(Condition)).every(([operator, conditions]) =>
    Object.entries(objectOf(conditions)).every(([key, values]) =>
      holds(operator, [values].flat(), known[key.toLowerCase()]),
    ),
  );
}

function holds(operator: string, values: readonly unknown[], actual: string | undefined): boolean {
  if (actual === undefined) return false;
  if (operator === "StringEquals") return values.includes(actual);
  return /^(StringLike|Arn(Like|Equals))$/.test(operator) && values.some((value) => matches(value, actual));
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
