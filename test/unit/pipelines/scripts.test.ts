import { accessSync, constants } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const project = join(import.meta.dirname, "../../..");
const read = (path: string) => readFile(join(project, path), "utf8");
const scripts = (await readdir(join(project, "pipelines"))).filter((name) => name.endsWith(".sh"));

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
  const jenkins = await read("pipelines/examples/Jenkinsfile");
  for (const text of [...workflows, gitlab, jenkins]) {
    expect(called(text)).not.toEqual([]);
    expect(called(text).filter((name) => !scripts.includes(name))).toEqual([]);
  }
  expect(called([...workflows, gitlab, jenkins].join("\n"))).toEqual([...scripts].sort());
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

test("Jenkins' brackets and quotes are closed", async () => {
  const text = (await read("pipelines/examples/Jenkinsfile"))
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
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
