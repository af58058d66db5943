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
  return await tell(access, stack, `There is drift in ${stack} again.`, () => report);
}

/**
 * Tells in the same issue that whether there is drift can't be told: a watch that is blind is no good news, so nothing is
 * closed. What an open issue has told before stays below.
 * @returns what was done, as a sentence
 */
export async function tellUntold(access: GitHubAccess, stack: string): Promise<string> {
  const untold = `Whether there is drift in ${stack} could not be told.`;
  return await tell(access, stack, untold, (issue) => {
    const remedy = "The log of the run says why; until that is mended, nobody is told of a change.";
    const before = issue?.state === "open" ? toldBefore(issue, markerOf("drift", stack)) : "";
    return `## ${stack}: drift could not be told\n\n${untold} ${remedy}\n${before && `\n${lastTold}\n${before}`}`;
  });
}

/** Where an issue's text goes on with what could be told the last time; nobody sees it. */
const lastTold = "<!-- flex-media drift told before -->";

function toldBefore({ body }: Issue, marker: string): string {
  const paragraphs = (body ?? "").replaceAll("\r\n", "\n").trim().split("\n\n");
  // Without the last line, which names the run.
  const text = paragraphs.slice(0, -1).join("\n\n");
  const [untold = "", before] = text.split(`${lastTold}\n`);
  if (before !== undefined) return before;
  return untold.includes(": drift could not be told\n") ? "" : untold.slice(marker.length).trim();
}

async function tell(
  access: GitHubAccess,
  stack: string,
  again: string,
  reportFor: (issue: Issue | undefined) => string,
): Promise<string> {
  const github = new GitHub(access);
  const marker = markerOf("drift", stack);
  const issue = await findIssue(github, access.author, marker);
  const body = bodyOf(marker, reportFor(issue), runLink(access.runUrl));
  if (issue === undefined) {
    const { number } = await github.create("/issues", { title: `Drift in ${stack}`, body }, issueSchema);
    return `Issue ${number} is opened.`;
  }
  await github.update(`/issues/${issue.number}`, { body, state: "open" });
  if (issue.state === "open") return `Issue ${issue.number} is updated.`;
  await github.create(`/issues/${issue.number}/comments`, { body: again }, commentSchema);
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
