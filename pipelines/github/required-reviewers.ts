import { z } from "zod";
import type { GitHubAccess } from "./access.ts";
import { GitHub } from "./github.ts";

const environmentSchema = z.object({
  // Where the plan has no such rules for a private repository, the list is empty or isn't there.
  protection_rules: z.array(z.looseObject({ type: z.string(), reviewers: z.array(z.unknown()).optional() })).optional(),
});

/**
 * How many people and teams there are of whom one has to approve what is done in an environment of GitHub's.
 * Reads `GET /repos/{owner}/{repo}/environments/{environment_name}`.
 * @throws {Mendable} where GitHub doesn't tell, so that an approval is never taken for granted
 */
export async function requiredReviewers(access: GitHubAccess, environment: string): Promise<number> {
  const path = `/environments/${encodeURIComponent(environment)}`;
  const { protection_rules: rules = [] } = await new GitHub(access).read(path, environmentSchema);
  return rules.flatMap(({ type, reviewers = [] }) => (type === "required_reviewers" ? reviewers : [])).length;
}
