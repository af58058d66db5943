import { afterEach, beforeEach, expect, test } from "vitest";
import { markdownReport } from "../../../cli/changes/markdown/report.ts";
import { type LocalGitHub, startLocalGitHub } from "./local-github.ts";
import { runStep, withReport } from "./run-step.ts";

const marker = "<!-- flex-media report: dev -->";
const bot = "github-actions[bot]";
let github: LocalGitHub;
let env: Record<string, string>;

beforeEach(async () => {
  github = await startLocalGitHub({
    repository: "acme/flex-media",
    pullRequests: [7],
    tokens: {
      "job-token": { login: bot, permissions: ["pull_requests"] },
      "read-token": { login: bot, permissions: [] },
    },
  });
  env = {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: "acme/flex-media",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_RUN_ID: "42",
    GITHUB_TOKEN: "job-token",
    PULL_REQUEST: "7",
  };
});
afterEach(() => github.close());

const comment = (report: string, stack = "dev", more: Record<string, string> = {}) =>
  withReport(report, (file) => runStep("comment.ts", [stack, file], { ...env, ...more }));
const bodies = () => github.tracker.comments(7).map(({ user, body }) => [user.login, body]);

test("the first report is a comment, and later ones update it", async () => {
  expect(await comment("## dev\n\nOne change.")).toMatchObject({ code: 0, stdout: "The comment on dev is made.\n" });
  const link = "[The run](https://github.example/acme/flex-media/actions/runs/42) has more.";
  expect(bodies()).toEqual([[bot, `${marker}\n## dev\n\nOne change.\n\n${link}\n`]]);

  expect(await comment("## dev\n\nNo change.")).toMatchObject({ code: 0, stdout: "The comment on dev is updated.\n" });
  expect(bodies()).toEqual([[bot, `${marker}\n## dev\n\nNo change.\n\n${link}\n`]]);
});

test("a report of the tool's own has its marker once, and its comment is found again", async () => {
  const preview = { stack: "dev", changes: [], unchanged: 7, violations: [], warnings: [] };
  for (const done of ["made", "updated"]) {
    expect(await comment(markdownReport(preview))).toMatchObject({
      code: 0,
      stdout: `The comment on dev is ${done}.\n`,
    });
    expect(bodies().map(([, body]) => body?.split(marker).length)).toEqual([2]);
  }
});

test("each stack has a comment of its own", async () => {
  await comment("## dev");
  await comment("## prod", "prod");
  await comment("## dev again");
  expect(bodies().map(([, body]) => body?.split("\n").slice(0, 2))).toEqual([
    [marker, "## dev again"],
    ["<!-- flex-media report: prod -->", "## prod"],
  ]);
});

test("what somebody else wrote stays, even with the same text", async () => {
  github.tracker.seedComment("mallory", 7, `${marker}\nAll is well.`);
  github.tracker.seedComment(bot, 7, `Another tool quotes it: ${marker}`);
  await comment("## dev");
  await comment("## dev again");
  expect(bodies()).toEqual([
    ["mallory", `${marker}\nAll is well.`],
    [bot, `Another tool quotes it: ${marker}`],
    [bot, expect.stringContaining("## dev again")],
  ]);
});

test("the comment is found behind hundreds of others", async () => {
  for (let index = 0; index < 230; index += 1) github.tracker.seedComment("octocat", 7, `Comment ${index}`);
  await comment("## dev");
  await comment("## dev again");
  expect(github.tracker.comments(7)).toHaveLength(231);
  expect(github.calls.filter((call) => call.startsWith("GET"))).toHaveLength(6);
});

test("a report that is too long is cut where it can be, and says so", async () => {
  const report = `## dev\n\n<details>\n\n\`\`\`json\n${"  a line of a long flow 📞\n".repeat(5000)}\`\`\`\n\n</details>\n`;
  expect(await comment(report)).toMatchObject({ code: 0 });
  const body = bodies()[0]?.[1] ?? "";
  expect(body).toMatch(
    /flow 📞\n```\n<\/details>\n\nThe rest is too long to be shown here. \[The run\]\(\S+\) has more.\n$/,
  );
  expect(body.length).toBeGreaterThan(65_000);
});

test("a report that could not be made replaces the one of an older commit", async () => {
  await comment("## dev\n\nAll is well.");
  const missing = await runStep("comment.ts", ["dev", "/nowhere/report.md"], env);
  expect(missing).toMatchObject({ code: 0, stderr: "" });
  expect(bodies()).toEqual([[bot, expect.stringContaining("The report could not be made.")]]);
});

test("what GitHub refuses is told with its reason and a remedy, and never with the token", async () => {
  const refused = async (more: Record<string, string>) => {
    const { code, stdout, stderr } = await comment("## dev", "dev", more);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain("-token");
    return stderr;
  };
  expect(await refused({ GITHUB_TOKEN: "stale-token" })).toBe(
    "GitHub: GET /issues/7/comments was answered 401 (Bad credentials); give GITHUB_TOKEN a token that is valid",
  );
  expect(await refused({ GITHUB_TOKEN: "read-token" })).toBe(
    "GitHub: POST /issues/7/comments was answered 403 (Resource not accessible by integration); give the job the permission to write it",
  );
  expect(await refused({ PULL_REQUEST: "8" })).toBe(
    "GitHub: GET /issues/8/comments was answered 404 (Not Found); mend GITHUB_REPOSITORY, the number or the name, or let the token see the repository",
  );
  github.tracker.lock(7);
  expect(await refused({})).toContain("Unable to create comment because issue is locked.");
});

test("what GitHub puts off is done again, and a comment is never made twice", async () => {
  github.faults.push({ method: "GET", status: 429, times: 1, headers: { "retry-after": "0" } });
  github.faults.push({ method: "POST", status: 403, times: 1, headers: { "retry-after": "0" } });
  expect(await comment("## dev")).toMatchObject({ code: 0 });
  expect(github.tracker.comments(7)).toHaveLength(1);

  github.faults.push({ method: "GET", status: 403, times: 1, headers: { "retry-after": "3600" } });
  expect(await comment("## dev")).toMatchObject({ code: 1, stderr: expect.stringContaining("was answered 403") });

  github.faults.push({ method: "POST", status: 502, times: 1 });
  expect(await comment("## prod", "prod")).toMatchObject({ code: 1 });
  expect(github.calls.filter((call) => call.startsWith("POST"))).toHaveLength(3);
});

test("everything that is wrong with the variables is named at once", async () => {
  const nothing = await runStep("comment.ts", [], {});
  expect(nothing).toMatchObject({ code: 1, stdout: "" });
  expect(nothing.stderr.split("\n")).toEqual([
    "STACK: is no stack's name; give the stack that the report is about",
    "FILE: is missing; name the report",
    "PULL_REQUEST: is no number; set it to the pull request's",
  ]);
  const unreachable = await runStep("comment.ts", ["dev", "x"], { PULL_REQUEST: "7", GITHUB_REPOSITORY: "flex-media" });
  expect(unreachable.stderr.split("\n")).toEqual([
    "GITHUB_REPOSITORY: must be owner and name, as in acme/flex-media",
    "GITHUB_TOKEN: is missing; give the job's token",
  ]);
  const gone = await runStep("comment.ts", ["dev", "x"], { ...env, GITHUB_API_URL: "http://127.0.0.1:1" });
  expect(gone).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^GitHub: http:\/\/127\.0\.0\.1:1 can't be reached/),
  });
});
