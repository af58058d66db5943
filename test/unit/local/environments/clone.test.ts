import { lstat, mkdir, mkdtemp, readFile, readlink, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cloneProject } from "../../../../local/environments/clone.ts";
import { git } from "../../../../local/environments/git.ts";

let root: string;
let project: string;
let clone: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "flex-media-clone-")));
  [project, clone] = [join(root, "project"), join(root, "clone")];
  await put({
    ".gitignore": "node_modules/\nout/\n",
    "kept.ts": "kept",
    "changed.ts": "before",
    "deleted.ts": "deleted",
    "sdks/own/package.json": '{"name": "@scope/own"}',
    "node_modules/plain/index.js": "plain",
    "node_modules/@scope/package/index.js": "scoped",
    "node_modules/.bin/command": "command",
    "node_modules/.package-lock.json": "{}",
  });
  await symlink("../../sdks/own", join(project, "node_modules/@scope/own"));
  await git(project, "init", "--quiet");
  await git(project, "add", "--all");
  const author = ["-c", "user.name=somebody", "-c", "user.email=somebody@localhost"];
  await git(project, ...author, "commit", "--quiet", "--message", "The project");
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), content);
  }
}

test("a project without changes is cloned at its commit, clean", async () => {
  const head = await git(project, "rev-parse", "HEAD");
  expect(await cloneProject(clone, project)).toEqual({ folder: clone, head, uncommitted: 0 });
  expect(await git(clone, "rev-parse", "HEAD")).toBe(head);
  expect(await git(clone, "status", "--porcelain")).toBe("");
  expect(await readFile(join(clone, "kept.ts"), "utf8")).toBe("kept");
});

test("what is not committed is committed in the clone alone, and what git ignores is not there", async () => {
  await put({ "changed.ts": "after", "added.ts": "added", "private.txt": "private", "out/made.txt": "made" });
  await put({ ".git/info/exclude": "private.txt\n" });
  await rm(join(project, "deleted.ts"));
  const [head, status] = [await git(project, "rev-parse", "HEAD"), await git(project, "status", "--porcelain")];

  expect(await cloneProject(clone, project)).toMatchObject({ head, uncommitted: 3 });
  expect(await git(clone, "status", "--porcelain")).toBe("");
  expect((await git(clone, "ls-files")).split("\n")).toEqual([
    ".gitignore",
    "added.ts",
    "changed.ts",
    "kept.ts",
    "sdks/own/package.json",
  ]);
  expect(await readFile(join(clone, "changed.ts"), "utf8")).toBe("after");
  expect(await git(clone, "rev-parse", "HEAD~1")).toBe(head);
  expect(await git(project, "status", "--porcelain")).toBe(status);
  expect(await git(project, "rev-parse", "HEAD")).toBe(head);
});

test("the clone has the project's packages, but a folder of its own for them and its own of the project itself", async () => {
  await cloneProject(clone, project);
  const packages = join(clone, "node_modules");
  expect((await lstat(packages)).isSymbolicLink()).toBe(false);
  expect(await readFile(join(packages, "@scope/package/index.js"), "utf8")).toBe("scoped");
  expect(await realpath(join(packages, "plain"))).toBe(join(project, "node_modules/plain"));
  expect(await realpath(join(packages, "@scope/own"))).toBe(join(clone, "sdks/own"));
  expect(await readlink(join(packages, ".bin"))).toBe(join(project, "node_modules/.bin"));
  // npm and the set-up find that nothing is to be installed, and write what they note into the clone.
  expect((await lstat(join(packages, ".package-lock.json"))).isFile()).toBe(true);
});

test("nothing in the clone leads back to the project, or needs what a machine may lack", async () => {
  await cloneProject(clone, project);
  expect(await git(clone, "remote")).toBe("");
  await writeFile(join(clone, "kept.ts"), "changed in the clone");
  await git(clone, "commit", "--quiet", "--all", "--message", "A change");
  expect(await readFile(join(project, "kept.ts"), "utf8")).toBe("kept");
});

test("a folder that is no repository is told so", async () => {
  await rm(join(project, ".git"), { recursive: true });
  await expect(cloneProject(clone, project)).rejects.toThrow(`${project}: \`git clone\` failed: `);
});
