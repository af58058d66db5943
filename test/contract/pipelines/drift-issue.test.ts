import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalGitHub, startLocalGitHub } from "./local-github.ts";
import { runStep, withReport } from "./run-step.ts";

const marker = "<!-- flex-media drift: prod -->";
const bot = "github-actions[bot]";
const repository = "acme/flex-media";
const tokens = { "job-token": { login: bot, permissions: ["issues"] } } as const;
let github: LocalGitHub;

beforeEach(async () => {
  github = await startLocalGitHub({ repository, pullRequests: [7], tokens });
});
afterEach(() => github.close());

const tell = (code: string, report = "", stack = "prod", url = github.url) =>
  withReport(report, (file) => {
    const env = {
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: repository,
      GITHUB_TOKEN: "job-token",
      RUN_URL: "https://ci/9",
    };
    return runStep("drift-issue.ts", [stack, code, file], env);
  });
const issues = () => github.tracker.issues(new URLSearchParams({ state: "all", creator: bot }));

test("an issue is opened with the first drift, updated while it lasts, closed when it is gone, opened again when it comes back", async () => {
  expect(await tell("0")).toMatchObject({ code: 0, stdout: "There is no drift in prod, and no issue to close.\n" });
  expect(issues()).toEqual([]);

  expect(await tell("2", "The greeting.")).toMatchObject({ code: 0, stdout: "Issue 101 is opened.\n" });
  const [issue] = issues();
  expect(issue).toMatchObject({
    title: "Drift in prod",
    body: `${marker}\nThe greeting.\n\n[The run](https://ci/9) has more.\n`,
  });

  expect(await tell("2", "The greeting and a number.")).toMatchObject({ code: 0, stdout: "Issue 101 is updated.\n" });
  expect(issues()).toMatchObject([{ state: "open", body: expect.stringContaining("and a number") }]);
  expect(github.tracker.comments(101)).toEqual([]);

  expect(await tell("0")).toMatchObject({ code: 0, stdout: "Issue 101 is closed.\n" });
  expect(issues()).toMatchObject([{ state: "closed", state_reason: "completed" }]);
  expect(github.tracker.comments(101)).toMatchObject([
    { body: "There is no drift in prod any more. [The run](https://ci/9) has more." },
  ]);
  const before = github.calls.length;
  await tell("0");
  expect(github.calls.slice(before).every((call) => call.startsWith("GET"))).toBe(true);

  expect(await tell("2", "A number.")).toMatchObject({ code: 0, stdout: "Issue 101 is opened again.\n" });
  expect(issues()).toMatchObject([{ state: "open", body: expect.stringContaining("A number.") }]);
  expect(github.tracker.comments(101).at(-1)).toMatchObject({ body: "There is drift in prod again." });
});

test("each stack has an issue of its own, and others' issues are left alone", async () => {
  const theirs = github.tracker.seedIssue("mallory", "Drift in prod", `${marker}\nNothing to see.`);
  await tell("2", "prod drifts");
  await tell("2", "dev drifts", "dev");
  await tell("0", "", "dev");
  expect(issues().map(({ body, state }) => [body?.split("\n")[1], state])).toEqual([
    ["dev drifts", "closed"],
    ["prod drifts", "open"],
  ]);
  await tell("0");
  expect(theirs).toMatchObject({ state: "open", body: `${marker}\nNothing to see.` });
});

test("of several closed issues the newest is opened again, and an open one goes first", async () => {
  const [oldest, middle] = [1, 2, 3].map((index) =>
    github.tracker.seedIssue(bot, "Drift in prod", `${marker}\n${index}`),
  );
  for (const issue of issues()) issue.state = "closed";
  await tell("2", "new");
  expect(issues().map(({ state }) => state)).toEqual(["open", "closed", "closed"]);
  for (const issue of issues()) issue.state = issue === middle ? "open" : "closed";
  await tell("2", "newer");
  expect([oldest, middle].map((issue) => issue?.body?.split("\n")[1])).toEqual(["1", "newer"]);
});

test("a report that is too long is cut", async () => {
  expect(await tell("2", "| a property | before | after |\n".repeat(4000))).toMatchObject({ code: 0 });
  expect(issues()[0]?.body?.length).toBeLessThanOrEqual(65_536);
});

const untold =
  "## prod: drift could not be told\n\nWhether there is drift in prod could not be told. The log of the run says why; until that is mended, nobody is told of a change.";
const link = "[The run](https://ci/9) has more.";

test.each(["", "137"])("a watch that ended with %j opens an issue", async (code) => {
  expect(await tell(code)).toMatchObject({ code: 0, stdout: "Issue 101 is opened.\n" });
  expect(issues()).toMatchObject([{ title: "Drift in prod", body: `${marker}\n${untold}\n\n${link}\n` }]);
});

test("a watch that failed opens an issue, leaves it open while it fails, and opens it again", async () => {
  const code = "1";
  expect(await tell(code)).toMatchObject({ code: 0, stdout: "Issue 101 is opened.\n" });
  expect(await tell(code)).toMatchObject({ code: 0, stdout: "Issue 101 is updated.\n" });
  expect(issues()).toMatchObject([
    { title: "Drift in prod", state: "open", body: `${marker}\n${untold}\n\n${link}\n` },
  ]);
  await tell("0");
  expect(issues()).toMatchObject([{ state: "closed" }]);
  expect(await tell(code)).toMatchObject({ code: 0, stdout: "Issue 101 is opened again.\n" });
  expect(issues()).toMatchObject([{ state: "open", body: `${marker}\n${untold}\n\n${link}\n` }]);
  expect(github.tracker.comments(101).at(-1)).toMatchObject({
    body: "Whether there is drift in prod could not be told.",
  });
});

test("while drift can't be told, what was told before stays, and is replaced by what is told next", async () => {
  await tell("2", `${marker}\nThe greeting.\n\n| a | table |\n`);
  for (const _night of [1, 2, 3]) {
    expect(await tell("1")).toMatchObject({ code: 0, stdout: "Issue 101 is updated.\n" });
    const kept = "<!-- flex-media drift told before -->\nThe greeting.\n\n| a | table |";
    expect(issues()).toMatchObject([{ state: "open", body: `${marker}\n${untold}\n\n${kept}\n\n${link}\n` }]);
  }
  await tell("2", "A number.");
  expect(issues()).toMatchObject([{ state: "open", body: `${marker}\nA number.\n\n${link}\n` }]);
});

test("what is no exit code is refused, and drift without a report", async () => {
  expect(await tell("skipped")).toMatchObject({
    code: 1,
    stderr: "CODE: is no exit code; give what pipelines/drift.sh ended with, or nothing",
  });
  const env = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: "job-token" };
  expect(await runStep("drift-issue.ts", ["prod", "2", "/nowhere/drift.md"], env)).toMatchObject({
    code: 1,
    stderr: "FILE: /nowhere/drift.md is not there; run pipelines/drift.sh first",
  });
  expect(github.calls).toEqual([]);
});

test("a repository without issues is an error that says so", async () => {
  const disabled = await startLocalGitHub({ repository, tokens, issuesDisabled: true });
  const { code, stderr } = await tell("2", "drift", "prod", disabled.url).finally(() => disabled.close());
  expect(code).toBe(1);
  expect(stderr).toBe(
    "GitHub: GET /issues was answered 410 (Issues has been disabled in this repository.); switch issues on in the repository's settings",
  );
});
