import type { Finding, Job, Path, WorkflowFile } from "../workflow-file.ts";
import { writesToStack } from "./stack-writes.ts";

/** Two pipelines never write to one stack at once, and none is ended in the middle of it. */
export function stackConcurrency(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  const whole = workflow.workflow?.concurrency;
  if (whole !== undefined) findings.push(...queueing(workflow, ["concurrency"], whole));
  for (const { job, path } of workflow.jobs()) {
    const at = [...path, "concurrency"];
    if (job.concurrency !== undefined) findings.push(...queueing(workflow, at, job.concurrency));
    if (!writesToStack(job)) {
      if (job.concurrency !== undefined || whole !== undefined) continue;
      findings.push(
        workflow.finding(at, "is missing, here and for the workflow; name a group, so that runs don't pile up"),
      );
      continue;
    }
    findings.push(...writing(workflow, at, job));
    if (mayCancel(whole)) {
      findings.push(
        workflow.finding(["concurrency"], "may end a run that writes to a stack; set cancel-in-progress: false"),
      );
    }
  }
  return findings;
}

type Concurrency = NonNullable<Job["concurrency"]>;

function writing(workflow: WorkflowFile, at: Path, { environment, concurrency }: Job): Finding[] {
  if (environment === undefined) {
    return [
      workflow.finding(
        at.slice(0, -1),
        "writes to a stack without an environment, so that nobody approves it; name the stack's",
      ),
    ];
  }
  const group = `stack-${environment.name}`;
  if (concurrency?.group !== group) {
    return [workflow.finding(at, `must be the group ${group}, as the job writes to that stack; name it`)];
  }
  if (mayCancel(concurrency) || !("cancel-in-progress" in concurrency)) {
    return [
      workflow.finding(
        at,
        "must say cancel-in-progress: false, as an up that is ended leaves pending operations; add it",
      ),
    ];
  }
  if (concurrency.queue === "max") return [];
  return [workflow.finding(at, "must say queue: max, as a run that waits would be thrown out by the next one; add it")];
}

function mayCancel(concurrency: Concurrency | undefined): boolean {
  return (
    concurrency !== undefined && "cancel-in-progress" in concurrency && concurrency["cancel-in-progress"] !== false
  );
}

/** What GitHub refuses, and actionlint doesn't know yet. */
function queueing(workflow: WorkflowFile, at: Path, concurrency: Concurrency): Finding[] {
  if (!("queue" in concurrency) || concurrency.queue === undefined) return [];
  if (concurrency.queue !== "single" && concurrency.queue !== "max") {
    return [workflow.finding([...at, "queue"], `is ${concurrency.queue}; write single or max`)];
  }
  if (concurrency.queue === "single" || !mayCancel(concurrency)) return [];
  return [workflow.finding([...at, "queue"], "is max, which GitHub refuses beside cancel-in-progress; choose one")];
}
