import type { Credentials } from "./bootstrapped.ts";
import { type Query, tag } from "./cloud-formation.ts";

const version = "2010-05-08";

/** What the stand-in for the AWS provider looks up by itself, where AWS would refuse a second mapping of a queue. */
export const ofStandIn: readonly string[] = ["lambda:ListEventSourceMappings"];

/**
 * Somebody with a role's policies: the local AWS provider takes keys of users only, no session of a role. What the roles'
 * own trust asks is tried by itself.
 */
export async function userLike(query: Query, role: string): Promise<Credentials> {
  const name = `user-of-${role}`;
  await query("iam", { Action: "CreateUser", Version: version, UserName: name });
  const attached = await query("iam", { Action: "ListAttachedRolePolicies", Version: version, RoleName: role });
  const policies = [...attached.matchAll(/<PolicyArn>(.*?)<\/PolicyArn>/g)].map(([, arn = ""]) => arn);
  if (policies.length === 0) throw new Error(`${role} has no policies: ${attached}`);
  for (const PolicyArn of policies) {
    await query("iam", { Action: "AttachUserPolicy", Version: version, UserName: name, PolicyArn });
  }
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ofStandIn, Resource: "*" }],
  });
  await query("iam", {
    Action: "PutUserPolicy",
    Version: version,
    UserName: name,
    PolicyName: "stand-in",
    PolicyDocument,
  });
  const key = await query("iam", { Action: "CreateAccessKey", Version: version, UserName: name });
  return { accessKeyId: tag(key, "AccessKeyId"), secretAccessKey: tag(key, "SecretAccessKey") };
}

/** What a role allows, statement by statement. */
export async function statementsOf(query: Query, role: string): Promise<Statement[]> {
  return (await policiesOf(query, role)).flatMap(({ Statement: statements }) => statements);
}

/** A role's policies, in their present versions. */
export async function policiesOf(query: Query, role: string): Promise<Policy[]> {
  const attached = await query("iam", { Action: "ListAttachedRolePolicies", Version: version, RoleName: role });
  const arns = [...attached.matchAll(/<PolicyArn>(.*?)<\/PolicyArn>/g)].map(([, arn = ""]) => arn);
  return await Promise.all(
    arns.map(async (PolicyArn) => {
      const policy = await query("iam", { Action: "GetPolicy", Version: version, PolicyArn });
      const VersionId = tag(policy, "DefaultVersionId");
      const found = await query("iam", { Action: "GetPolicyVersion", Version: version, PolicyArn, VersionId });
      return JSON.parse(decodeURIComponent(tag(found, "Document"))) as Policy;
    }),
  );
}

export interface Policy {
  Version: string;
  Statement: Statement[];
}

export interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, unknown>;
}

export function actionsIn(statements: readonly Statement[]): Set<string> {
  return new Set(statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action));
}
