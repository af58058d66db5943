import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { runCommand } from "../../local/engine/command.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { PROJECT_FOLDER } from "../../local/engine/project.ts";

/** What is checked out, and so what the program is. */
export interface Checkout {
  /** The commit's full hash. */
  head: string;
  /** Files that are not as in that commit, untracked ones among them; ignored ones are not. */
  changes: readonly string[];
  /** Files that git was told not to look at, so that nobody knows whether they are as in that commit. */
  hidden: readonly string[];
}

/** Runs git in the checkout; gives what it prints, or undefined where it fails. */
export type Git = (...args: readonly string[]) => Promise<string | undefined>;

export function gitIn(folder: string): Git {
  return async (...args) => {
    const { code, missing, stdout } = await runCommand("git", args, { cwd: folder });
    if (missing) throw new Mendable("git: is not on PATH; install it, as what is promoted is a commit");
    return code === 0 ? stdout : undefined;
  };
}

/** Looks at the whole repository, as the engine does when it records an update. */
export async function readCheckout(git: Git = gitIn(PROJECT_FOLDER)): Promise<Checkout> {
  const head = (await git("rev-parse", "--verify", "HEAD^{commit}"))?.trim();
  const status = await git("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignore-submodules=none");
  // `:/` is all of the repository, wherever in it the project lies.
  const tracked = await git("ls-files", "-v", "-z", "--", ":/");
  if (head === undefined || status === undefined || tracked === undefined) {
    throw new Mendable(
      `${PROJECT_FOLDER}: has no commit of git; promote from a clone, as what is promoted is a commit`,
    );
  }
  return { head, changes: pathsIn(status), hidden: hiddenIn(tracked) };
}

/** Whether a file that is written there is a change of the checkout: it is in the repository, and git doesn't ignore it. */
export async function changesCheckout(file: string, git: Git = gitIn(PROJECT_FOLDER)): Promise<boolean> {
  const top = (await git("rev-parse", "--show-toplevel"))?.replace(/\n$/, "");
  if (top === undefined) return false;
  const folder = dirname(resolve(file));
  const path = join(await realpath(folder).catch(() => folder), basename(file));
  const inside = relative(await realpath(top), path);
  if (inside.startsWith("..") || isAbsolute(inside)) return false;
  return (await git("check-ignore", "--quiet", "--", path)) === undefined;
}

/** The command that checks a commit out; fetches it where it isn't known here. */
export async function checkoutCommand(commit: string, git: Git = gitIn(PROJECT_FOLDER)): Promise<string> {
  const isKnown = (await git("cat-file", "-e", `${commit}^{commit}`)) !== undefined;
  const command = `git checkout --detach ${commit}`;
  return isKnown ? command : `git fetch origin ${commit} && ${command}`;
}

/** The first few of a list of files. */
export function someOf(files: readonly string[]): string {
  const most = 5;
  return `${files.slice(0, most).join(", ")}${files.length > most ? ` and ${files.length - most} more` : ""}`;
}

/** As people know a commit. */
export function shortHash(commit: string): string {
  return commit.slice(0, 10);
}

/** Of a rename the old path follows as an entry of its own. */
function pathsIn(status: string): string[] {
  const entries = status.split("\0").filter((entry) => entry !== "");
  const paths: string[] = [];
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index] ?? "";
    paths.push(entry.slice(3));
    if (/^(R|C|.R|.C)/.test(entry)) index += 1;
  }
  return paths;
}

/** Git marks what `skip-worktree` keeps it from looking at with S, and what `assume-unchanged` does in lower case. */
function hiddenIn(tracked: string): string[] {
  return tracked.split("\0").flatMap((entry) => (/^[Sa-z] /.test(entry) ? [entry.slice(2)] : []));
}
