import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changesCheckout, checkoutCommand, gitIn, readCheckout } from "../../../../cli/promote/checkout.ts";

const execute = promisify(execFile);
let folder: string;

async function git(...args: string[]): Promise<string> {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  return (await execute("git", [...identity, ...args], { cwd: folder })).stdout.trim();
}

async function commit(): Promise<string> {
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "A change");
  return await git("rev-parse", "HEAD");
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-checkout-"));
  await git("init", "--quiet");
  await writeFile(join(folder, ".gitignore"), "ignored\n");
  await writeFile(join(folder, "one"), "some lines of text\n".repeat(20));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a checkout is clean where nothing differs but what is ignored", async () => {
  const head = await commit();
  await writeFile(join(folder, "ignored"), "x");
  expect(await readCheckout(gitIn(folder))).toEqual({ head, changes: [], hidden: [] });
});

test("every file that differs is named: changed, staged, moved, untracked ones in folders of their own", async () => {
  await writeFile(join(folder, "two"), "two");
  const head = await commit();
  await writeFile(join(folder, "two"), "other");
  await rename(join(folder, "one"), join(folder, "moved ü"));
  await git("add", "one", "moved ü");
  await git("init", "--quiet", "folder");
  await writeFile(join(folder, "new"), "new");
  const checkout = await readCheckout(gitIn(folder));
  expect(checkout.head).toBe(head);
  expect([...checkout.changes].sort()).toEqual(["folder/", "moved ü", "new", "two"]);
});

test.each(["--skip-worktree", "--assume-unchanged"])("a file that %s hides from git is named", async (flag) => {
  const head = await commit();
  await git("update-index", flag, "one");
  await writeFile(join(folder, "one"), "other");
  expect(await readCheckout(gitIn(folder))).toEqual({ head, changes: [], hidden: ["one"] });
  await mkdir(join(folder, "below"));
  expect((await readCheckout(gitIn(join(folder, "below")))).hidden).toEqual([expect.stringMatching(/one$/)]);
});

test("a file changes the checkout where it lies in there and git doesn't ignore it", async () => {
  await writeFile(join(folder, ".gitignore"), "ignored\none\n");
  await git("add", "--force", "one");
  await commit();
  await mkdir(join(folder, "ignored"));
  const changes = (file: string) => changesCheckout(join(folder, file), gitIn(folder));
  expect(await changes("report.md")).toBe(true);
  expect(await changes("folder/that/is/not/there.md")).toBe(true);
  // What git follows is a change, whatever is said of its like.
  expect(await changes("one")).toBe(true);
  expect(await changes("ignored/report.md")).toBe(false);
  expect(await changes("../report.md")).toBe(false);
  expect(await changesCheckout("report.md", gitIn(tmpdir()))).toBe(false);
});

test("where there is no commit, nothing can be promoted", async () => {
  await expect(readCheckout(gitIn(folder))).rejects.toThrow(/: has no commit of git; promote from a clone/);
});

test("a commit that isn't here is fetched first", async () => {
  const head = await commit();
  const unknown = "0123456789".repeat(4);
  expect(await checkoutCommand(head, gitIn(folder))).toBe(`git checkout --detach ${head}`);
  expect(await checkoutCommand(unknown, gitIn(folder))).toBe(
    `git fetch origin ${unknown} && git checkout --detach ${unknown}`,
  );
});
