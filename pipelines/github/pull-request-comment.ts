import { z } from "zod";
import { markerOf } from "../../cli/changes/markdown/marker.ts";
import type { GitHubAccess } from "./access.ts";
import { bodyOf } from "./body.ts";
import { GitHub } from "./github.ts";
import { runLink } from "./report-file.ts";

const commentSchema = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullable(),
});

/**
 * Shows a stack's report on a pull request, in the one comment that is ours: made by the first run, updated by all others.
 * @param report undefined where none could be made: an older report must not stay as if it were of this commit
 * @returns what was done, as a sentence
 */
export async function showReport(
  access: GitHubAccess,
  pullRequest: number,
  stack: string,
  report: string | undefined,
): Promise<string> {
  const github = new GitHub(access);
  const marker = markerOf("report", stack);
  const text = report ?? `### ${stack}\n\nThe report could not be made.`;
  const body = bodyOf(marker, text, runLink(access.runUrl));
  for await (const comment of github.list(`/issues/${pullRequest}/comments`, commentSchema)) {
    if (comment.user?.login !== access.author || !comment.body?.startsWith(marker)) continue;
    await github.update(`/issues/comments/${comment.id}`, { body });
    return `The comment on ${stack} is updated.`;
  }
  await github.create(`/issues/${pullRequest}/comments`, { body }, commentSchema);
  return `The comment on ${stack} is made.`;
}
