import { demand, GitHubRefusal, type User } from "./issue-tracker.ts";

/** A rule of an environment, as GitHub's REST API shows it. */
export type ProtectionRule =
  | { id: number; node_id: string; type: "branch_policy" }
  | { id: number; node_id: string; type: "wait_timer"; wait_timer: number }
  | { id: number; node_id: string; type: "required_reviewers"; prevent_self_review: boolean; reviewers: Reviewer[] };

interface Reviewer {
  type: "User" | "Team";
  reviewer: object;
}

/** That somebody has to approve. */
export function reviewedBy(...logins: readonly string[]): ProtectionRule {
  const reviewers = logins.map((login): Reviewer => ({ type: "User", reviewer: { login } }));
  return { id: 3755, node_id: "MDQ6R2F0ZTM3NTU=", type: "required_reviewers", prevent_self_review: true, reviewers };
}

/** An environment of a private repository. Without rules of any kind GitHub leaves the list out. */
export function environmentOf(
  user: User,
  name: string,
  environments: Readonly<Record<string, readonly ProtectionRule[] | undefined>>,
): object {
  demand(user, "actions");
  if (!(name in environments)) throw new GitHubRefusal(404, "Not Found");
  const rules = environments[name];
  return { id: 161088068, name, ...(rules && { protection_rules: rules }), deployment_branch_policy: null };
}
