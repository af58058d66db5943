import { awsTypes } from "./judging/aws-types.ts";
import { isOfStack, noteManagedPolicy } from "./judging/managed-policies.ts";
import { items } from "./judging/origins.ts";
import { type Statement, statementsOf } from "./judging/policy-document.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** Actions that AWS lets nobody narrow down to a resource, and why they are harmless enough. */
export const everywhere: Readonly<Record<string, string>> = {
  "xray:PutTraceSegments": "traces belong to no resource, and can only be added",
  "xray:PutTelemetryRecords": "traces belong to no resource, and can only be added",
};

const withDocument: readonly string[] = [
  ...[awsTypes.rolePolicy, awsTypes.policy],
  ...["aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"],
];
const attachments: readonly string[] = [
  awsTypes.rolePolicyAttachment,
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
];

/** A role may do what its function does, to what its function does it to. Who may take it, `resource-policies-closed` judges. */
export const roleLeastPrivilege = resourcePolicy<{ managedPolicies: readonly string[] }>({
  name: "role-least-privilege",
  description: "Roles may do named actions to named resources only.",
  types: [awsTypes.role, ...withDocument, ...attachments],
  config: {
    properties: { managedPolicies: { type: "array", items: { type: "string", pattern: "^arn:" }, default: [] } },
  },
  *judge({ type, props }, { managedPolicies = [] }) {
    const isJudged = (arn: unknown) => managedPolicies.some((name) => name === arn) || isOfStack(arn);
    if (type === awsTypes.policy) noteManagedPolicy(props);
    if (type === awsTypes.role) yield* roleViolations(props, isJudged);
    else if (attachments.includes(type)) yield* attached("policyArn", props.policyArn, isJudged);
    else yield* documentViolations("policy", props.policy);
  },
});

function* roleViolations(
  { inlinePolicies, managedPolicyArns }: Readonly<Record<string, unknown>>,
  isJudged: (arn: unknown) => boolean,
): Generator<Violation> {
  for (const [index, inline] of (items(inlinePolicies) ?? []).entries()) {
    yield* documentViolations(`inlinePolicies[${index}].policy`, property(inline, "policy"));
  }
  for (const [index, arn] of (items(managedPolicyArns) ?? []).entries()) {
    yield* attached(`managedPolicyArns[${index}]`, arn, isJudged);
  }
}

/** AWS's own policies are made for everybody. What is not made in this stack nobody here has judged, and it can change by itself. */
function* attached(path: string, arn: unknown, isJudged: (arn: unknown) => boolean): Generator<Violation> {
  if (isJudged(arn)) return;
  const but = "a policy that this stack doesn't make may allow more than one function needs, and can change by itself";
  const remedy = "write down what is needed in a RolePolicy, or add it to managedPolicies of this policy's environment";
  yield { path, is: shown(arn), but, remedy };
}

function* documentViolations(at: string, policy: unknown): Generator<Violation> {
  for (const [index, statement] of statementsOf(policy).entries()) {
    if (statement.effect === "Allow") yield* statementViolations(`${at}.Statement[${index}]`, statement);
  }
}

function* statementViolations(path: string, statement: Statement): Generator<Violation> {
  const { actions, resources, inverted } = statement;
  if (inverted) {
    const but = "what is allowed is named";
    yield { path, is: "about all but what it names", but, remedy: "use Action and Resource" };
  }
  const wide = actions.filter((action) => /[*?]/.test(action));
  if (wide.length > 0) {
    const but = "actions are named one by one";
    yield { path: `${path}.Action`, is: wide.join(", "), but, remedy: "list those that the function calls" };
  }
  // Which action is to go everywhere can't be told from others beside it.
  if (actions.length > 0 && actions.every((action) => Object.hasOwn(everywhere, action))) return;
  const unnamed = resources.filter((resource) => !isNamed(resource));
  if (unnamed.length > 0 || resources.length === 0) {
    const but = "a resource is named, with a wildcard behind its name at most";
    const is = resources.length === 0 ? "not set" : unnamed.join(", ");
    yield { path: `${path}.Resource`, is, but, remedy: "give the ARNs of what the function works on" };
  }
}

/** Whether an ARN says which resource it is, be it with a wildcard for what is in that. */
function isNamed(arn: string): boolean {
  const [scheme, partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
  if (scheme !== "arn" || [partition, service, region, account].some((part) => /[*?]/.test(part))) return false;
  const resource = rest.join(":");
  const [fixed = ""] = resource.split(/[*?]/);
  if (fixed === resource) return resource !== "";
  // A bucket is its own name; other services put a kind before it, as in log-group:NAME:* or key/ID.
  return service === "s3" ? /^[^/]+\//.test(fixed) : /^[^/:]+[/:]+[^/:]+/.test(fixed);
}
