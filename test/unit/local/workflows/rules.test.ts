import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judge } from "../../../../local/workflows/rules/index.ts";
import { WorkflowFile } from "../../../../local/workflows/workflow-file.ts";
import { aws, checkout, expression, findings, good, messages } from "./good-workflow.ts";

test("a workflow that keeps every rule has no finding, and neither has any that is shipped", async () => {
  expect(judge([new WorkflowFile("up.yml", good)])).toEqual([]);
  const folder = join(import.meta.dirname, "../../../../.github/workflows");
  const names = await readdir(folder);
  expect(names.sort()).toEqual(["deploy.yml", "drift.yml", "promote.yml", "pull-request.yml", "rollback.yml"]);
  const shipped = names.map(async (name) => new WorkflowFile(name, await readFile(join(folder, name), "utf8")));
  expect(judge(await Promise.all(shipped))).toEqual([]);
});

test("what is no workflow is a finding, not a crash", () => {
  for (const text of ["", "a: [", "jobs: 7", "on: push", "on: push\njobs: {a: {steps: 1}}"]) {
    expect(judge([new WorkflowFile("up.yml", text)])).toEqual([
      { file: "up.yml", line: 1, column: 1, message: ": is no workflow that can be judged; mend it first" },
    ]);
  }
});

test.each([
  ["a tag in place of a commit", checkout, "actions/checkout@v7", "18:15: jobs.up.steps[0].uses: is pinned by v7"],
  ["a commit without its version", "# v7.0.1", "", "18:15: jobs.up.steps[0].uses: does not say which version"],
  ["a version that says too little", "# v7.0.1", "# v7", "18:15: jobs.up.steps[0].uses: does not say which version"],
  ["a third party's action", checkout, "acme/checkout@v7", "18:15: jobs.up.steps[0].uses: is acme/checkout@v7, which"],
  ["an action of a container", checkout, "docker://alpine", "18:15: jobs.up.steps[0].uses: is docker://alpine, which"],
])("%s is refused", (_case, text, other, found) => {
  expect(findings(text, other)[0]).toContain(`up.yml:${found}`);
});

test.each([
  [
    "permissions of the whole workflow",
    "permissions: {}",
    "permissions: {contents: read}",
    "4:14: permissions: must be {}",
  ],
  ["no permissions at the top", "permissions: {}\n", "", "1:1: permissions: must be {}"],
  [
    "all permissions",
    "permissions:\n      contents: read\n      id-token: write",
    "permissions: write-all",
    "14:18: jobs.up.permissions: must name each",
  ],
  [
    "a permission that no job needs",
    "contents: read",
    "contents: write",
    "15:17: jobs.up.permissions.contents: is write, which",
  ],
  ["a role without a token", "      id-token: write\n", "", "15:7: jobs.up.permissions: has no id-token: write"],
  [
    "a token without a role",
    `      - uses: ${aws}\n        with:\n          role-to-assume: \${{ vars.AWS_ROLE_ARN }}\n`,
    "",
    "15:7: jobs.up.permissions: has id-token: write, though",
  ],
])("%s is refused", (_case, text, other, found) => {
  expect(findings(text, other)).toEqual([expect.stringContaining(`up.yml:${found}`)]);
});

const concurrency = "    concurrency:\n      group: stack-prod\n      cancel-in-progress: false\n      queue: max\n";
test.each([
  ["no group", concurrency, "", "7:5: jobs.up.concurrency: must be the group stack-prod"],
  [
    "another stack's group",
    "group: stack-prod",
    "group: stack-dev",
    "11:7: jobs.up.concurrency: must be the group stack-prod",
  ],
  [
    "an up that may be ended",
    "cancel-in-progress: false",
    "cancel-in-progress: true",
    "11:7: jobs.up.concurrency: must say cancel-in-progress: false",
  ],
  [
    "an up of which nothing is said",
    "      cancel-in-progress: false\n",
    "",
    "11:7: jobs.up.concurrency: must say cancel-in-progress: false",
  ],
  ["a run that may be thrown out", "      queue: max\n", "", "11:7: jobs.up.concurrency: must say queue: max"],
  ["an unknown queue", "queue: max", "queue: long", "13:14: jobs.up.concurrency.queue: is long"],
  [
    "an up that nobody approves",
    "    environment: prod\n",
    "",
    "7:5: jobs.up: writes to a stack without an environment",
  ],
  [
    "a workflow that may be ended",
    "permissions: {}",
    "permissions: {}\nconcurrency: {group: up, cancel-in-progress: true}",
    "5:14: concurrency: may end a run",
  ],
])("%s is refused", (_case, text, other, found) => {
  expect(findings(text, other)).toContainEqual(expect.stringContaining(`up.yml:${found}`));
});

test("a job that only reads may have any group, but needs one, and no time without limit", () => {
  const reading = good.replace("pipelines/up.sh", "pipelines/verify.sh");
  expect(messages(reading.replace("group: stack-prod", "group: reading"))).toEqual([]);
  expect(messages(reading.replace(concurrency, ""))).toEqual([
    expect.stringContaining("jobs.up.concurrency: is missing"),
  ]);
  expect(messages(reading.replace('verify.sh "$STACK"', "promote.sh a b c --dry-run"))).toEqual([]);
  for (const limit of ["", "timeout-minutes: 360", `timeout-minutes: ${expression("vars.LIMIT")}`]) {
    expect(messages(reading.replace("timeout-minutes: 60", limit))).toEqual([
      "jobs.up.timeout-minutes: must be a number from 1 to 120; give one",
    ]);
  }
});

test("an action has one version in all workflows", () => {
  const other = good.replace(checkout, `actions/checkout@${"1".repeat(40)} # v6.0.0`);
  expect(judge([new WorkflowFile("a.yml", good), new WorkflowFile("b.yml", other)])).toEqual([
    {
      file: "b.yml",
      line: 18,
      column: 15,
      message: `jobs.up.steps[0].uses: is another version of actions/checkout than elsewhere (${checkout.split("@")[1]}); use one`,
    },
  ]);
});
