import { afterEach, beforeEach, expect, test } from "vitest";
import { reviewedBy } from "./environments.ts";
import { type LocalGitHub, startLocalGitHub } from "./local-github.ts";
import { runStep } from "./run-step.ts";

let github: LocalGitHub;
beforeEach(async () => {
  const branchPolicy = { id: 1, node_id: "x", type: "branch_policy" } as const;
  const waitTimer = { id: 2, node_id: "y", type: "wait_timer", wait_timer: 30 } as const;
  github = await startLocalGitHub({
    repository: "acme/flex-media",
    tokens: {
      "job-token": { login: "github-actions[bot]", permissions: ["actions"] },
      "blind-token": { login: "github-actions[bot]", permissions: ["issues"] },
    },
    environments: {
      prod: [branchPolicy, reviewedBy("alice", "bob")],
      staging: [branchPolicy, waitTimer],
      emptied: [reviewedBy()],
      plain: undefined,
      "prod/eu": [reviewedBy("alice")],
    },
  });
});
afterEach(() => github.close());

const approval = (environment: string, more: Record<string, string> = {}) =>
  runStep("approval.ts", [environment], {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: "acme/flex-media",
    GITHUB_TOKEN: "job-token",
    ...more,
  });

test("an environment with reviewers lets a promotion go on", async () => {
  expect(await approval("prod")).toMatchObject({ code: 0, stdout: "prod: one of 2 reviewers has to approve.\n" });
  expect(await approval("prod/eu")).toMatchObject({ code: 0 });
  expect(await approval("prod", { WITHOUT_APPROVAL: "false" })).toMatchObject({ code: 0 });
});

test.each(["staging", "emptied", "plain"])("%s, which has none, stops it", async (environment) => {
  expect(await approval(environment)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `ENVIRONMENT: ${environment} has no required reviewers, so nobody approved this; name them in the repository's settings, or set the variable WITHOUT_APPROVAL to true where its plan has none`,
  });
});

test("only a plain word lets it go on without", async () => {
  expect(await approval("staging", { WITHOUT_APPROVAL: "true" })).toMatchObject({
    code: 0,
    stdout: "staging: nobody has to approve this, as WITHOUT_APPROVAL says.\n",
  });
  for (const word of ["1", "yes", "TRUE", " true"]) {
    expect(await approval("staging", { WITHOUT_APPROVAL: word })).toMatchObject({
      code: 1,
      stderr: "WITHOUT_APPROVAL: must be true or false, or left out",
    });
  }
  expect(await approval("")).toMatchObject({ code: 1, stderr: "ENVIRONMENT: is missing; name the environment" });
});

test("what GitHub doesn't tell is no approval", async () => {
  expect(await approval("unknown")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("GitHub: GET /environments/unknown was answered 404 (Not Found)"),
  });
  const blind = await approval("prod", { GITHUB_TOKEN: "blind-token" });
  expect(blind).toMatchObject({
    code: 1,
    stderr:
      "GitHub: GET /environments/prod was answered 403 (Resource not accessible by integration); give the job the permission to read it",
  });
});
