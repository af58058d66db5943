import { join } from "node:path";
import { isExecutable } from "../../engine/executable.ts";
import { PROJECT_FOLDER } from "../../engine/project.ts";
import type { Finding, WorkflowFile } from "../workflow-file.ts";

const ofItsOwn = "gives scripts a shell or a folder that they don't expect";
/** A script of ours with plain words and variables: nothing that the shell would take for more. What outcome.sh runs is one, too. */
const call = /^(?:pipelines\/outcome\.sh )?pipelines\/(?!outcome\.sh\b)[\w-]+\.sh(?: (?:"\$\w+"|[\w./-]+))*$/;

/** Steps are scripts, which other pipelines call too; what GitHub knows of the run gets to them through variables. */
export function plainSteps(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  if (workflow.workflow !== undefined && "defaults" in workflow.workflow) {
    findings.push(workflow.finding(["defaults"], `${ofItsOwn}; remove it`));
  }
  for (const { job, path } of workflow.jobs()) {
    if ("defaults" in job) findings.push(workflow.finding([...path, "defaults"], `${ofItsOwn}; remove it`));
    for (const part of ["container", "services"]) {
      if (!(part in job)) continue;
      findings.push(workflow.finding([...path, part], "runs an image, which can be another tomorrow; remove it"));
    }
  }
  for (const { step, path } of workflow.steps()) {
    const at = [...path, "run"];
    const { run } = step;
    if (run === undefined) continue;
    if (run.includes("${{")) {
      findings.push(workflow.finding(at, "has an expression, whose value the shell would run; pass it through env"));
    }
    if (!call.test(run.trimEnd())) {
      findings.push(workflow.finding(at, "is more than the call of a script; put it into a script of pipelines/"));
    }
    if ("shell" in step) findings.push(workflow.finding([...path, "shell"], `${ofItsOwn}; remove it`));
    for (const [script] of run.matchAll(/pipelines\/[\w./-]+/g)) {
      if (isExecutable(join(PROJECT_FOLDER, script))) continue;
      findings.push(workflow.finding(at, `calls ${script}, which is no executable script here; mend the name`));
    }
  }
  return findings;
}

/** What a step leaves behind in the checkout, later steps and what they install can read. */
export function forgetfulCheckouts(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  for (const { step, path } of workflow.steps()) {
    if (!step.uses?.startsWith("actions/checkout@") || step.with["persist-credentials"] === false) continue;
    findings.push(workflow.finding(path, "leaves the token in the checkout; add persist-credentials: false"));
  }
  return findings;
}

/** A job that hangs costs money, and holds its stack's group. */
export function timeLimits(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  for (const { job, path } of workflow.jobs()) {
    const minutes = job["timeout-minutes"];
    if (typeof minutes === "number" && minutes >= 1 && minutes <= 120) continue;
    findings.push(workflow.finding([...path, "timeout-minutes"], "must be a number from 1 to 120; give one"));
  }
  return findings;
}
