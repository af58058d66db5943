import type { Finding, Job, Step, WorkflowFile } from "../workflow-file.ts";

const mainBranch = /^\$\{\{\s*github\.event\.repository\.default_branch\s*\}\}$/;

/** Whether a job writes to a stack. */
export function writesToStack({ steps }: Job): boolean {
  return steps.some(writes);
}

/** Only these two know a dry run: anything else would write, whatever stands behind it. */
function writes(step: Step): boolean {
  const { run = "" } = step;
  if (/pipelines\/up\.sh\b/.test(run)) return true;
  return delivers(step) && !/\s--dry-run\s*$/.test(run);
}

function delivers({ run = "" }: Step): boolean {
  return /pipelines\/(?:promote|rollback)\.sh\b/.test(run);
}

/** A run that is run again has its old commit, and would take the stack back to it. */
export function presentCommits(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  for (const { job, path } of workflow.jobs()) {
    const before = stepsBeforeWrite(job);
    if (before === undefined || before.some(({ run = "" }) => run.startsWith("pipelines/commit.sh "))) continue;
    for (const [index, step] of before.entries()) {
      if (!step.uses?.startsWith("actions/checkout@") || mainBranch.test(`${step.with.ref}`)) continue;
      findings.push(
        workflow.finding(
          [...path, "steps", index],
          "has the commit of an older run when that is run again; give it the default branch as its ref, or call pipelines/commit.sh",
        ),
      );
    }
  }
  return findings;
}

/** An environment without reviewers lets a promotion through at once, and on some plans GitHub has none to name. */
export function approvedDeliveries(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  for (const { job, path } of workflow.jobs()) {
    const before = stepsBeforeWrite(job);
    if (before === undefined || !job.steps.some((step) => writes(step) && delivers(step))) continue;
    if (before.some(({ run = "" }) => run.startsWith("pipelines/approval.sh "))) continue;
    findings.push(
      workflow.finding(path, "writes to a stack though perhaps nobody approves it; call pipelines/approval.sh first"),
    );
  }
  return findings;
}

function stepsBeforeWrite({ steps }: Job): readonly Step[] | undefined {
  const first = steps.findIndex(writes);
  return first === -1 ? undefined : steps.slice(0, first);
}
