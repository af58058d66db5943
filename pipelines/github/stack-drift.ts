import { z } from "zod";
import { markerOf } from "../../cli/changes/markdown/marker.ts";
import type { GitHubAccess } from "./access.ts";
import { bodyOf } from "./body.ts";
import { GitHub } from "./github.ts";
import { runLink } from "./report-file.ts";

const issueSchema = z.object({
  number: z.number(),
  state: z.enum(["open", "closed"]),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullable(),
  // To GitHub a pull request is an issue too.
  pull_request: z.unknown().optional(),
});
type Issue = z.output<typeof issueSchema>;
const commentSchema = z.object({ id: z.number() });

/**
 * Tells of a stack's drift in the one issue that is ours: opened with the first, updated while it lasts, opened again when
 * it comes back.
 * @returns what was done, as a sentence
 */
export async function tellDrift(access: GitHubAccess, stack: string, report: string): Promise<string> {
  const github = new GitHub(access);
  const marker = markerOf("drift", stack);
  const body = bodyOf(marker, report, runLink(access.runUrl));
  const issue = await findIssue(github, access.author, marker);
  if (issue === undefined) {
    const { number } = await github.create("/issues", { title: `Drift in ${stack}`, body }, issueSchema);
    return `Issue ${number} is opened.`;
  }
  await github.update(`/issues/${issue.number}`, { body, state: "open" });
  if (issue.state === "open") return `Issue ${issue.number} is updated.`;
  await github.create(`/issues/${issue.number}/comments`, { body: `There is drift in ${stack} again.` }, commentSchema);
  return `Issue ${issue.number} is opened again.`;
}

/** Closes a stack's issue, where one is open. */
export async function tellNoDrift(access: GitHubAccess, stack: string): Promise<string> {
  const github = new GitHub(access);
  const issue = await findIssue(github, access.author, markerOf("drift", stack));
  if (issue?.state !== "open") return `There is no drift in ${stack}, and no issue to close.`;
  await github.update(`/issues/${issue.number}`, { state: "closed", state_reason: "completed" });
  const body = `There is no drift in ${stack} any more. ${runLink(access.runUrl)}`;
  await github.create(`/issues/${issue.number}/comments`, { body }, commentSchema);
  return `Issue ${issue.number} is closed.`;
}

/** The stack's open issue, else the newest of those that were closed. */
async function findIssue(github: GitHub, author: string, marker: string): Promise<Issue | undefined> {
  let closed: Issue | undefined;
  const query = new URLSearchParams({ state: "all", creator: author, sort: "created", direction: "desc" });
  for await (const issue of github.list(`/issues?${query}`, issueSchema)) {
    if (issue.pull_request !== undefined || issue.user?.login !== author || !issue.body?.startsWith(marker)) continue;
    if (issue.state === "open") return issue;
    closed ??= issue;
  }
  return closed;
}
