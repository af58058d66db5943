import { accessSync, constants } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { runCommand } from "../../../local/engine/command.ts";

const project = join(import.meta.dirname, "../../..");
const read = (path: string) => readFile(join(project, path), "utf8");
const scripts = (await readdir(join(project, "pipelines"))).filter((name) => name.endsWith(".sh"));

const jenkinsFolder = "pipelines/examples/jenkins";
const jenkinsFiles = (await readdir(join(project, jenkinsFolder))).sort();
const jenkins = new Map(
  await Promise.all(jenkinsFiles.map(async (file) => [file, await read(`${jenkinsFolder}/${file}`)] as const)),
);

function withoutComments(groovy: string): string {
  return groovy.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

/** The scripts that a text calls. */
function called(text: string): string[] {
  return [...new Set([...text.matchAll(/\bpipelines\/([\w-]+\.sh)/g)].map(([, name = ""]) => name))].sort();
}

test("every script fails at the first mistake, runs from anywhere, and says what it is for", async () => {
  expect(scripts.length).toBeGreaterThan(10);
  for (const name of scripts) {
    const path = join(project, "pipelines", name);
    accessSync(path, constants.X_OK);
    const [shebang, about = "", ...lines] = (await readFile(path, "utf8")).split("\n");
    expect(shebang).toBe("#!/usr/bin/env bash");
    expect(about).toMatch(new RegExp(`^# pipelines/${name}(?: [A-Z_]+…?| \\[--dry-run\\])*: `));
    expect(lines.find((line) => !line.startsWith("#"))).toBe("set -euo pipefail");
  }
});

test("the examples for GitLab and Jenkins call scripts that there are, and together with GitHub's workflows all of them", async () => {
  const folder = ".github/workflows";
  const workflows = await Promise.all((await readdir(join(project, folder))).map((name) => read(`${folder}/${name}`)));
  const gitlab = await read("pipelines/examples/gitlab-ci.yml");
  const examples = [gitlab, ...jenkins.values()];
  for (const text of [...workflows, ...examples]) {
    expect(called(text)).not.toEqual([]);
    expect(called(text).filter((name) => !scripts.includes(name))).toEqual([]);
  }
  expect(called([...workflows, ...examples].join("\n"))).toEqual([...scripts].sort());
});

test("GitLab's jobs are in stages that there are, extend what there is, and one at a time writes to a stack", async () => {
  // GitLab's own tags stay what they are.
  const document = parse(await read("pipelines/examples/gitlab-ci.yml"), { logLevel: "error" });
  const { stages, ...entries } = document as { stages: string[] } & Record<string, Record<string, unknown>>;
  const jobs = Object.entries(entries).filter(([name]) => !["workflow", "default", "variables"].includes(name));
  for (const [name, job] of jobs) {
    for (const base of [job.extends ?? []].flat()) expect(Object.keys(entries)).toContain(base);
    if (name.startsWith(".")) continue;
    expect(stages).toContain(job.stage);
    const steps = [job.script].flat().join("\n");
    const writes = /pipelines\/(?:up|promote|rollback)\.sh/.test(steps) && !steps.includes("--dry-run");
    expect([name, job.resource_group !== undefined]).toEqual([name, writes]);
    if (writes) expect(job.resource_group).toBe(`stack-${job.environment}`);
  }
});

test("what the example for GitLab leaves in the checkout, git ignores: a promotion refuses a tree with anything new in it", async () => {
  const gitlab = await read("pipelines/examples/gitlab-ci.yml");
  const inProject = [...gitlab.matchAll(/\$CI_PROJECT_DIR\/([\w./-]+)|(?<![\w/])(\.[a-z-]+\/[\w./-]*)/g)];
  const paths = new Set(inProject.map(([, own, relative = ""]) => `${own ?? relative}`.replace(/\/?$/, "/new")));
  expect([...paths].sort()).toEqual([".flex-media/report.md/new", ".flex-media/rollback.env/new", ".npm/new"]);
  for (const path of paths) {
    const { code } = await runCommand("git", ["check-ignore", "--quiet", "--no-index", path], { cwd: project });
    expect([path, code]).toEqual([path, 0]);
  }
});

test("GitLab's rollback shows its report before anybody is asked, and goes to the commit that was shown", async () => {
  const jobs = parse(await read("pipelines/examples/gitlab-ci.yml"), { logLevel: "error" }) as Record<
    string,
    { stage: string; when?: string; script: string[]; artifacts?: { reports?: { dotenv?: string } } }
  >;
  const { "rollback-report": report, rollback } = jobs;
  expect(report?.script.at(-1)).toBe(`echo "ROLLBACK_COMMIT=$commit" >${report?.artifacts?.reports?.dotenv}`);
  expect(report?.script).toContain('pipelines/rollback.sh "$STACK" "$REPORT" --dry-run');
  expect(rollback).toMatchObject({ when: "manual", allow_failure: false });
  expect(rollback?.script).toEqual([
    'pipelines/commit.sh "$ROLLBACK_COMMIT"',
    'pipelines/rollback.sh "$STACK" "$REPORT"',
  ]);
});

test.each([...jenkins])("%s has its brackets and quotes closed", (_file, whole) => {
  const text = withoutComments(whole)
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, "");
  expect(text).not.toMatch(/['"]/);
  const open: string[] = [];
  const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) {
    if (bracket in pairs) expect(open.pop()).toBe(pairs[bracket]);
    else open.push(bracket);
  }
  expect(open).toEqual([]);
});

test("Jenkins asks after the report, for a while only, and holds neither an agent nor other builds meanwhile", () => {
  const asking = [...jenkins].filter(([, text]) => /\binput\b/.test(withoutComments(text)));
  expect(asking.map(([file]) => file)).toEqual(["Jenkinsfile", "rollback.Jenkinsfile"]);
  for (const [, whole] of asking) {
    const text = withoutComments(whole);
    expect(text).not.toContain("disableConcurrentBuilds");
    expect(text).not.toContain("env.GIT_COMMIT");
    const { before = "", after = "" } = /^(?<before>.*)\binput\b(?<after>.*)$/s.exec(text)?.groups ?? {};
    expect(before).toContain("--dry-run");
    expect(before).toMatch(/timeout\(time: \d+, unit: '(?:HOURS|DAYS)'\) \{\s*$/);
    // What asks stands behind the node of the report, not in it.
    const outside = before.slice(before.indexOf("node {"), before.lastIndexOf("timeout("));
    expect(outside.split("{")).toHaveLength(outside.split("}").length);
    expect(after).toMatch(/^[^\n]*\$\{commit\}/);
    expect(after).toMatch(/lock\(.*node \{/s);
  }
});

test("Jenkins tells of every stack's drift, whatever became of the others or of this one's role", () => {
  const text = withoutComments(jenkins.get("drift.Jenkinsfile") ?? "");
  const loop = /for \(stack in .*?\n {10}\}/s.exec(text)?.[0] ?? "";
  expect(loop).not.toContain("error ");
  const block = / {12}catchError\([^\n]*, catchInterruptions: false\) \{\n.*?\n {12}\}\n/gs;
  const [look = "", tell = "", ...more] = loop.match(block) ?? [];
  expect(more).toEqual([]);
  expect(look).toContain('code = sh(script: \'pipelines/drift.sh "$STACK" "$REPORT"\', returnStatus: true)');
  expect(tell).toContain('pipelines/drift-issue.sh "$STACK" "$CODE" "$REPORT"');
  expect(tell).not.toContain("onStack");
  // What is left can't fail.
  expect(loop.replaceAll(block, "")).not.toMatch(/\bsh\b|\bcommon\b|\bwith[A-Z]/);
});

test("Jenkins tells GitHub where there is one alone, and as whom it can find what it has written", () => {
  const [atGitHub = ""] = /def atGitHub\(.*?\n\}/s.exec(withoutComments(jenkins.get("stack.groovy") ?? "")) ?? [];
  expect(atGitHub).toMatch(/^[^\n]+\n {2}if \(!env\.GITHUB_REPOSITORY\) \{ return \}\n/);
  expect(atGitHub).toMatch(/if \(!env\.COMMENT_AUTHOR\) \{ error .*\n.*github-token/s);
  expect([...jenkins.values()].join("\n").split("credentialsId: 'github-token'")).toHaveLength(2);
  const telling = [...jenkins].filter(([, text]) => /pipelines\/(?:comment|drift-issue)\.sh/.test(text));
  expect(telling.map(([file]) => file)).toEqual(["Jenkinsfile", "drift.Jenkinsfile"]);
  for (const [, text] of telling) {
    expect(text).toMatch(/common\.atGitHub \{\n +withEnv\(.*\) \{\s+sh 'pipelines\/(?:comment|drift-issue)\.sh /);
  }
});

test("Jenkins brings dev up with what main has by then, also in a build that is run again", () => {
  const text = withoutComments(jenkins.get("Jenkinsfile") ?? "");
  const { before = "" } = /stage\('Dev'\)(?<before>.*)pipelines\/up\.sh/s.exec(text)?.groups ?? {};
  expect(before).toContain(`sh 'pipelines/commit.sh "$(git rev-parse origin/main)"'`);
});

test("Jenkins' first rollback, which asks for no stack, gets none", () => {
  const text = withoutComments(jenkins.get("rollback.Jenkinsfile") ?? "");
  expect(text).toMatch(/choice\(name: 'STACK', choices: \['', '/);
  expect(text).toMatch(/^if \(!params\.STACK\) \{ error /m);
});
