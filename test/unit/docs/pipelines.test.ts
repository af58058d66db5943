import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const project = join(import.meta.dirname, "../../..");
const guide = await readFile(join(project, "docs/pipelines.md"), "utf8");
const folder = join(project, ".github/workflows");
const names = await readdir(folder);
const workflows = (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("\n");

test("the guide has every workflow and every script", async () => {
  for (const name of names) expect(guide).toContain(`| \`${name.replace(".yml", "")}\` |`);
  const scripts = (await readdir(join(project, "pipelines"))).filter((name) => name.endsWith(".sh"));
  const table = guide.split("\n").filter((line) => line.startsWith("| `"));
  for (const name of scripts) expect(table.join("\n")).toMatch(new RegExp(`\`${name}[ \`]`));
});

test("the guide has every variable, secret and environment that the workflows use, and no secret besides", () => {
  const used = (kind: string) =>
    [...workflows.matchAll(new RegExp(`\\b${kind}\\.([A-Z_]+)`, "g"))].map(([, name = ""]) => name);
  for (const name of [...used("vars"), ...used("secrets")]) expect(guide).toContain(`\`${name}\``);
  expect([...new Set(used("secrets"))].sort()).toEqual(["PULUMI_ACCESS_TOKEN"]);
  for (const stack of ["dev", "staging", "prod"]) {
    expect(guide).toContain(`| \`flex-media-${stack}-up\` | \`environment:${stack}\` |`);
    for (const environment of [`${stack}-read`, `${stack}-watch`]) {
      expect(guide).toMatch(new RegExp(`\\| \`flex-media-${stack}-read\` \\| .*\`environment:${environment}\``));
      expect(guide).toMatch(new RegExp(`^ *\\| .*\`${environment}\`.* \\| (?:all|\`main\`) \\|`, "m"));
    }
  }
});

test("the guide has every variable and credential that the example for Jenkins reads, but Jenkins' own", async () => {
  const jenkins = join(project, "pipelines/examples/jenkins");
  const files = await Promise.all((await readdir(jenkins)).map((name) => readFile(join(jenkins, name), "utf8")));
  const own = ["WORKSPACE_TMP", "RUN_DISPLAY_URL", "CHANGE_ID", "CHANGE_FORK"];
  const read = [...files.join("\n").matchAll(/\benv\.([A-Z_]+)|credentialsId: '([\w-]+)'/g)]
    .map(([, variable, credential]) => variable ?? credential ?? "")
    .filter((name) => !own.includes(name));
  expect(new Set(read)).toEqual(new Set(["aws-id-token", "github-token", "GITHUB_REPOSITORY", "COMMENT_AUTHOR"]));
  const section = guide.slice(guide.indexOf("\n## Jenkins"));
  for (const name of read) expect(section).toContain(`\`${name}\``);
  // Before that version a job can pass for another one.
  const [, version] = /OpenID Connect Provider \((\d+ or later)\)/.exec(files.join("\n")) ?? [];
  expect(section).toContain(`OpenID Connect Provider ${version}`);
});

test("the guide requires no report of a stack that pull requests may leave out", () => {
  const [protection = ""] = /^\d\. \*\*Branch protection\*\*.*?(?=^\d\. )/ms.exec(guide) ?? [];
  expect(protection.match(/`report \([^`]*`/g)).toEqual(["`report (<stack>)`"]);
});
