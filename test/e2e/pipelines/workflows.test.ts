import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reviewedBy } from "../../contract/pipelines/environments.ts";
import { type LocalGitHub, startLocalGitHub } from "../../contract/pipelines/local-github.ts";
import { type Environments, openEnvironments } from "../promotion/environments.ts";
import type { Contexts } from "./expression.ts";
import { type JobResult, Runner, readWorkflow } from "./runner.ts";

/** Steps that don't run here, and why. A step that neither runs nor stands here fails the last test. */
const leftOut: Readonly<Record<string, string>> = {
  "pull-request/test/Test": "runs all tests, of which this is one",
};

const bot = "github-actions[bot]";
let environments: Environments;
let github: LocalGitHub;
let runner: Runner;
let origin: string;

beforeAll(async () => {
  environments = await openEnvironments(["dev", "staging"]);
  github = await startLocalGitHub({
    repository: "acme/flex-media",
    pullRequests: [7],
    tokens: { "job-token": { login: bot, permissions: ["pull_requests", "issues", "actions"] } },
    environments: { staging: [reviewedBy("alice")] },
  });
  origin = await mkdtemp(join(tmpdir(), "flex-media-origin-"));
  await git("clone", "--quiet", "--bare", environments.folder, join(origin, "flex-media.git"));
  await git("remote", "add", "origin", join(origin, "flex-media.git"));
  runner = new Runner(environments.folder, {
    ...environments.env,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "acme/flex-media",
    GITHUB_RUN_ID: "42",
  });
});
afterAll(async () => {
  await environments?.close();
  await github?.close();
  if (origin !== undefined) await rm(origin, { recursive: true, force: true });
});

async function git(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, { cwd: environments.folder });
  return stdout.trim();
}

/** What is merged: a commit that the main branch of the origin has. */
async function merge(change: (folder: string) => unknown): Promise<string> {
  const commit = await environments.commit(change);
  await git("push", "--quiet", "--force", "origin", "HEAD:main");
  await git("fetch", "--quiet", "origin");
  return commit;
}

function contexts(more: Contexts): Contexts {
  return {
    github: {
      token: "job-token",
      event: { pull_request: { number: "7", head: { sha: "f".repeat(40) } }, repository: { default_branch: "main" } },
    },
    vars: { PULUMI_BACKEND_URL: `file://${join(environments.folder, ".flex-media/state")}` },
    secrets: {},
    ...more,
  };
}

function succeeded(job: JobResult): JobResult {
  for (const { name, code, stdout, stderr } of Object.values(job.steps)) {
    if (code !== 0) throw new Error(`${name} ended with ${code}:\n${stdout}\n${stderr}`);
  }
  return job;
}

const commentOf = (stack: string) =>
  github.tracker.comments(7).filter(({ body }) => body.startsWith(`<!-- flex-media report: ${stack} -->`));

/** The commit that staging is brought up with first. */
let first: string;

test("the check of a pull request", async () => {
  succeeded(await runner.run("pull-request", "check", contexts({})));
});

test("the report of a pull request is a comment, which a later run updates, and is shown on the run's page", async () => {
  const run = () => runner.run("pull-request", "report", contexts({ matrix: { stack: "dev" } }));
  const { steps } = succeeded(await run());
  expect(commentOf("dev")).toMatchObject([{ user: { login: bot }, body: expect.stringContaining("dev") }]);
  expect(steps.Summary?.summary).not.toBe("");
  const [made] = commentOf("dev");
  expect(made?.body).toContain("f".repeat(7));
  succeeded(await run());
  expect(commentOf("dev")).toHaveLength(1);
});

test("what is merged runs in dev, and is verified there", async () => {
  first = await merge(() => {});
  succeeded(await runner.run("deploy", "dev", contexts({})));
});

test("a commit is promoted after its report", async () => {
  const inputs = { commit: first, to: "staging" };
  const report = succeeded(await runner.run("promote", "report", contexts({ inputs })));
  expect(report.steps.Summary?.summary).toContain("staging");
  // At GitHub it waits here for an approval.
  const promotion = succeeded(await runner.run("promote", "promote", contexts({ inputs })));
  expect(promotion.steps.Summary?.summary).toContain("staging");
});

test("without anybody who must approve, nothing is promoted", async () => {
  const inputs = { commit: first, to: "prod" };
  const refused = await runner.run("promote", "promote", contexts({ inputs }));
  expect(refused.steps.Approval).toMatchObject({ code: 1, stderr: expect.stringContaining("/environments/prod was") });
  expect(Object.keys(refused.steps)).toEqual(["Approval"]);
});

test("a commit that was not merged is not promoted", async () => {
  const unmerged = await environments.commit(() => {}, "Nobody has reviewed this");
  const inputs = { commit: unmerged, to: "staging" };
  const refused = await runner.run("promote", "promote", contexts({ inputs }));
  expect(refused.steps.Commit).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is not in the history of main"),
  });
  expect(Object.keys(refused.steps)).toEqual(["Approval", "Commit"]);
  await git("checkout", "--quiet", "--detach", first);
});

test("drift is an issue, which is closed when it is gone", async () => {
  const run = () => runner.run("drift", "drift", contexts({ matrix: { stack: "staging" } }));
  const issues = () => github.tracker.issues(new URLSearchParams({ state: "all", creator: bot }));

  // A watch that is blind is seen, and once it sees nothing wrong, so is that.
  const vars = { PULUMI_BACKEND_URL: "file:///nowhere" };
  const blind = await runner.run("drift", "drift", contexts({ matrix: { stack: "staging" }, vars }));
  expect([blind.outcome, blind.steps.Drift?.code]).toEqual(["failure", 1]);
  expect(issues()).toMatchObject([{ state: "open", body: expect.stringContaining("could not be told") }]);
  succeeded(await run());
  expect(issues()).toMatchObject([{ state: "closed" }]);

  const before = environments.twilio("staging").control.flexConfiguration.get();
  environments.twilio("staging").control.flexConfiguration.change({ call_recording_enabled: true });
  const { steps } = succeeded(await run());
  expect(issues()).toMatchObject([{ state: "open", title: "Drift in staging" }]);
  expect(steps.Summary?.summary).toContain("callRecording");

  environments.twilio("staging").control.flexConfiguration.change(before);
  succeeded(await run());
  expect(issues()).toMatchObject([{ state: "closed" }]);
});

test("the next commit takes the same way", async () => {
  const second = await merge(() => {});
  succeeded(await runner.run("deploy", "dev", contexts({}), ["Up"]));
  const inputs = { commit: second, to: "staging" };
  succeeded(await runner.run("promote", "promote", contexts({ inputs })));
});

test("a stack is brought back to the commit before", async () => {
  const inputs = { stack: "staging" };
  const report = succeeded(await runner.run("rollback", "report", contexts({ inputs })));
  expect(report.outputs).toEqual({ commit: first });
  await git("checkout", "--quiet", "--detach", "origin/main");
  const needs = { report: { outputs: report.outputs } };
  const rollback = succeeded(await runner.run("rollback", "rollback", contexts({ inputs, needs })));
  expect(rollback.steps.Summary?.summary).toContain("staging");
  expect(await git("rev-parse", "HEAD")).toBe(first);
});

test("every step of every workflow has run here, or is left out for a reason", async () => {
  const names = (await readdir(join(environments.folder, ".github/workflows"))).map((name) =>
    name.replace(/\.yml$/, ""),
  );
  const steps: string[] = [];
  for (const workflow of names) {
    const file = await readWorkflow(environments.folder, workflow);
    for (const { job, step } of file.steps()) {
      if (step.run !== undefined) steps.push(`${workflow}/${job}/${step.name ?? step.run}`);
    }
  }
  expect([...runner.ran, ...Object.keys(leftOut)].sort()).toEqual(steps.sort());
});
