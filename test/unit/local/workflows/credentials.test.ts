import { expect, test } from "vitest";
import { expression, findings, good, messages } from "./good-workflow.ts";

test.each([
  [
    "a trigger that outsiders have",
    "workflow_dispatch:",
    "pull_request_target:",
    "3:23: on.pull_request_target: gives the repository's rights",
  ],
  [
    "a fork's pull request",
    "workflow_dispatch:",
    "pull_request:",
    "7:5: jobs.up.if: lets a fork's pull request have credentials",
  ],
  [
    "a secret for all steps",
    "    steps:\n",
    `    env:\n      TOKEN: ${expression("secrets.TOKEN")}\n    steps:\n`,
    "18:14: jobs.up.env.TOKEN: gives a secret to steps",
  ],
  [
    "a secret for an action",
    expression("vars.AWS_ROLE_ARN"),
    expression("secrets.ROLE"),
    "24:11: jobs.up.steps[1].with: gives a secret to an action",
  ],
  [
    "a long-lived key",
    "          STACK: prod",
    "          AWS_ACCESS_KEY_ID: x",
    "27:30: jobs.up.steps[2].env.AWS_ACCESS_KEY_ID: is a long-lived key",
  ],
])("%s is refused", (_case, text, other, found) => {
  expect(findings(text, other)).toContainEqual(expect.stringContaining(`up.yml:${found}`));
});

const fork = "github.event.pull_request.head.repo.full_name == github.repository";
/** The good workflow as one of pull requests, under a condition. */
const ofPullRequest = (condition: string) =>
  good
    .replace("workflow_dispatch:", "pull_request:")
    .replace("environment: prod", `environment: prod-read\n    if: ${JSON.stringify(condition)}`);
const forkFindings = (condition: string) =>
  messages(ofPullRequest(condition)).filter((message) => message.startsWith("jobs.up.if"));

test.each([fork, expression(fork), `vars.ON != '' && ${fork} && github.actor != 'dependabot[bot]'`])(
  "%s keeps forks out",
  (condition) => {
    expect(forkFindings(condition)).toEqual([]);
  },
);

test.each([
  "",
  "always()",
  `${fork} || always()`,
  expression(`${fork} || always()`),
  `!(vars.ON != '' && ${fork} && vars.MORE != '')`,
  `${fork}-2`,
  `'${fork}' != ''`,
])("%s doesn't keep forks out", (condition) => {
  expect(forkFindings(condition)).toHaveLength(1);
});

test.each([
  "toJSON(secrets)",
  "secrets['PULUMI_ACCESS_TOKEN']",
  "secrets[inputs.name]",
  "toJson(SECRETS)",
  "secrets.*",
])("%s is no single secret, and no secret for a fork", (value) => {
  const unnamed = good.replace("secrets.PULUMI_ACCESS_TOKEN", value);
  expect(messages(unnamed)).toEqual([
    "jobs.up.steps[2]: names no single secret; write secrets.NAME for the one that the step needs",
  ]);
  const reading = unnamed
    .replace("workflow_dispatch:", "pull_request:")
    .replace("    environment: prod\n", "")
    .replace("      id-token: write\n", "");
  expect(messages(reading)).toContainEqual(expect.stringContaining("jobs.up.if: lets a fork's pull request have"));
});

test("a secret for all steps is found by whatever name", () => {
  const wide = good.replace("    steps:\n", `    env:\n      ALL: ${expression("toJSON(secrets)")}\n    steps:\n`);
  expect(messages(wide)).toEqual([expect.stringContaining("jobs.up.env.ALL: gives a secret to steps")]);
});

test("pull requests have an environment that no other job has", () => {
  const wrong = (text: string) => messages(text).filter((message) => message.startsWith("jobs.up.environment"));
  expect(wrong(ofPullRequest(fork))).toEqual([]);
  expect(wrong(ofPullRequest(fork).replace("prod-read", "prod-watch"))).toEqual([
    "jobs.up.environment: is open to code that nobody has reviewed; name the stack's <stack>-read",
  ]);
  expect(wrong(good.replace("environment: prod", "environment: prod-read"))).toEqual([
    "jobs.up.environment: is that of pull requests, which its reviewers may hold up; name <stack>-watch, or the stack's own",
  ]);
});
