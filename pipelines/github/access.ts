import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";

/** How to reach a repository at GitHub, and as whom. Holds a token, so it is never shown. */
export interface GitHubAccess {
  /** As in `https://api.github.com`. */
  apiUrl: string;
  /** As in `acme/flex-media`. */
  repository: string;
  token: string;
  /** Whose comments and issues these are: others' with the same text are not touched. */
  author: string;
  /** The page of the run that tells more, where there is one. */
  runUrl: string | undefined;
}

const absent = z.literal("").transform(() => undefined);
const schema = z.object({
  GITHUB_API_URL: absent.or(z.url("is no URL; leave it out for github.com").optional()),
  GITHUB_REPOSITORY: z
    .string("is missing; give owner and name, as in acme/flex-media")
    .regex(/^[\w.-]+\/[\w.-]+$/, "must be owner and name, as in acme/flex-media"),
  GITHUB_TOKEN: z.string("is missing; give the job's token").min(1, "is empty; give the job's token"),
  COMMENT_AUTHOR: z.string().optional(),
  GITHUB_SERVER_URL: z.string().optional(),
  GITHUB_RUN_ID: z.string().optional(),
  RUN_URL: z.string().optional(),
});

/** Who writes with the token that GitHub gives to a job. */
const jobAuthor = "github-actions[bot]";

/**
 * Reads how to reach GitHub from the variables that its runners set. Elsewhere the pipeline sets them itself, with
 * RUN_URL for the page of the run and COMMENT_AUTHOR for whose token it is.
 * @throws {Mendable} naming every variable that is wrong
 */
export function githubAccess(env: Readonly<Record<string, string | undefined>>): GitHubAccess {
  const read = schema.safeParse(env);
  if (!read.success) {
    throw new Mendable(read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  }
  const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, GITHUB_SERVER_URL, GITHUB_RUN_ID } = read.data;
  const ownRun =
    GITHUB_SERVER_URL && GITHUB_RUN_ID
      ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
      : undefined;
  return {
    apiUrl: (GITHUB_API_URL ?? "https://api.github.com").replace(/\/+$/, ""),
    repository: GITHUB_REPOSITORY,
    token: GITHUB_TOKEN,
    author: read.data.COMMENT_AUTHOR || jobAuthor,
    runUrl: read.data.RUN_URL || ownRun,
  };
}
