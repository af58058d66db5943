import { expect, test } from "vitest";
import { expression, good, messages } from "./good-workflow.ts";

const ref = expression("github.event.repository.default_branch");
const older = "has the commit of an older run when that is run again";
const unapproved = "writes to a stack though perhaps nobody approves it; call pipelines/approval.sh first";
const step = (run: string) => `      - run: ${run}\n`;
const up = step('pipelines/up.sh "$STACK"');
const promotion = step('pipelines/promote.sh "$FROM" "$STACK" report.md');
const [approval, commit] = [step('pipelines/approval.sh "$STACK"'), step('pipelines/commit.sh "$COMMIT"')];

test("what writes to a stack has the newest commit, or one that was checked", () => {
  for (const other of ["main", expression("github.sha"), expression("github.event.inputs.ref")]) {
    expect(messages(good.replace(ref, other))).toEqual([
      `jobs.up.steps[0]: ${older}; give it the default branch as its ref, or call pipelines/commit.sh`,
    ]);
  }
  const checked = good.replace(`          ref: ${ref}\n`, "").replace(up, commit + up);
  expect(messages(checked)).toEqual([]);
  expect(messages(checked.replace(commit + up, up))).toEqual([expect.stringContaining(older)]);
  const late = good.replace(`          ref: ${ref}\n`, "").replace(up, up + commit);
  expect(messages(late)).toContainEqual(expect.stringContaining(older));
  expect(messages(good.replace("up.sh", "verify.sh").replace(ref, "main"))).toEqual([]);
});

test("what is promoted or brought back has been approved by somebody", () => {
  const promoting = (steps: string) => messages(good.replace(up, steps));
  expect(promoting(approval + promotion)).toEqual([]);
  for (const steps of [promotion, promotion + approval, promotion.replace("promote.sh", "rollback.sh")]) {
    expect(promoting(steps)).toEqual([`jobs.up: ${unapproved}`]);
  }
});

test("only a promotion or a rollback can be a dry run, and only by its last word", () => {
  const reading = (steps: string) =>
    messages(good.replace("group: stack-prod", "group: reading").replace(up, steps)).filter((message) =>
      message.startsWith("jobs.up.concurrency"),
    );
  const mustQueue = [expect.stringContaining("must be the group stack-prod")];
  expect(reading(promotion.replace("report.md", "report.md --dry-run"))).toEqual([]);
  expect(reading(promotion.replace("report.md", "--dry-run report.md"))).toEqual(mustQueue);
  expect(reading(up.replace('"$STACK"', '"$STACK" --dry-run'))).toEqual(mustQueue);
});
