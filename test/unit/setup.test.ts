import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { PROJECT_FOLDER } from "../../local/engine/project.ts";

let project: string;

beforeEach(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), "flex-media-setup-")));
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  await copyFile(join(PROJECT_FOLDER, "setup.mjs"), join(project, "setup.mjs"));
  await writeFile(join(project, "package-lock.json"), "{}");
  // In npm's place: notes what it was asked for, and installs what the test has put aside for it.
  await writeFile(
    join(project, "npm.js"),
    `const { appendFileSync, cpSync, existsSync, mkdirSync } = require("node:fs");
appendFileSync("asked.txt", process.argv.slice(2).join(" ") + "\\n");
mkdirSync("node_modules/.bin", { recursive: true });
if (existsSync("packages")) cpSync("packages", "node_modules", { recursive: true });
`,
  );
});

/** What npm installs from now on: a Node that does nothing. */
async function offerNode(): Promise<void> {
  await mkdir(join(project, "packages/.bin"), { recursive: true });
  const node = join(project, "packages/.bin/node");
  await writeFile(node, "#!/bin/sh\n");
  await chmod(node, 0o755);
}

async function setUp(): Promise<{ code: number; stderr: string }> {
  const env = { ...process.env, npm_execpath: join(project, "npm.js") };
  return await new Promise((resolve) => {
    execFile(process.execPath, [join(project, "setup.mjs")], { env }, (error, _, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    );
  });
}

async function asked(): Promise<string[]> {
  return (await readFile(join(project, "asked.txt"), "utf8")).trim().split("\n");
}

test("packages are installed once, Node among them whatever npm is told to leave out", async () => {
  await offerNode();
  expect(await setUp()).toEqual({ code: 0, stderr: "" });
  expect(await setUp()).toEqual({ code: 0, stderr: "" });
  expect(await asked()).toEqual([expect.stringMatching(/^ci --include=dev /)]);
  await writeFile(join(project, "package-lock.json"), '{"name": "other"}');
  expect(await setUp()).toEqual({ code: 0, stderr: "" });
  expect(await asked()).toHaveLength(2);
});

test("a set-up that gave no Node is told so, and is no set-up", async () => {
  const { code, stderr } = await setUp();
  expect(code).toBe(1);
  expect(stderr).toMatch(/\.bin\/node is missing, which a script of its package makes; let npm run scripts/);
  await offerNode();
  expect(await setUp()).toEqual({ code: 0, stderr: "" });
  await rm(join(project, "node_modules/.bin/node"));
  expect(await setUp()).toEqual({ code: 0, stderr: "" });
  expect(await asked()).toHaveLength(3);
});
