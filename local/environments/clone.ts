import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PROJECT_FOLDER } from "../engine/project.ts";
import { git } from "./git.ts";
import { linkPackages } from "./packages.ts";

export interface Clone {
  /** Its root folder. */
  folder: string;
  /** What HEAD of the checkout is, in full. */
  head: string;
  /** How many files of the checkout differ from that; the clone's own HEAD has them committed. */
  uncommitted: number;
}

/**
 * Clones the project as it lies in the checkout: HEAD, and a commit on top with what is not committed there. The clone's
 * tree is clean and runs at once, with the checkout's packages, which git there does not see.
 */
export async function cloneProject(folder: string, project = PROJECT_FOLDER): Promise<Clone> {
  await git(project, "clone", "--quiet", "--no-checkout", project, folder);
  // Nothing that is tried in there may reach the checkout.
  await git(folder, "remote", "remove", "origin");
  for (const [key, value] of Object.entries(settings)) await git(folder, "config", key, value);
  await exclude(folder, project);
  const head = await git(folder, "rev-parse", "HEAD");
  await git(folder, `--work-tree=${project}`, "add", "--all");
  const changed = (await git(folder, "diff", "--cached", "--name-only", "HEAD")).split("\n").filter(Boolean);
  if (changed.length > 0) await git(folder, "commit", "--quiet", "--message", "What is not committed in the checkout");
  await git(folder, "reset", "--quiet", "--hard");
  await linkPackages(folder, project);
  return { folder, head, uncommitted: changed.length };
}

/** So that a commit here neither asks for a signature nor runs a hook, and has an author on any machine. */
const settings = {
  "user.name": "flex-media",
  "user.email": "flex-media@localhost",
  "commit.gpgsign": "false",
  "core.hooksPath": "/dev/null",
};

/** Keeps from git what the checkout's own excludes keep from it, and the links to its packages. */
async function exclude(folder: string, project: string): Promise<void> {
  const path = resolve(project, await git(project, "rev-parse", "--git-path", "info/exclude"));
  const own = await readFile(path, "utf8").catch(() => "");
  await mkdir(join(folder, ".git/info"), { recursive: true });
  await appendFile(join(folder, ".git/info/exclude"), `\n${own}\nnode_modules\n`);
}
