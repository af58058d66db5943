import type { Finding, WorkflowFile } from "../workflow-file.ts";

const official = /^(?:actions|aws-actions|pulumi)\/[\w.-]+(?:\/[\w./-]+)?@(.+)$/;
const remedy = "write owner/name@<commit> # v<version>, with the commit that the release's tag names";

/** A tag can be moved to other code, a commit can't. */
export function pinnedActions(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  for (const { name, job } of workflow.jobs()) {
    if (job.uses === undefined) continue;
    findings.push(workflow.finding(["jobs", name, "uses"], "calls another workflow; write its steps here"));
  }
  for (const { step, path } of workflow.steps()) {
    if (step.uses === undefined) continue;
    const at = [...path, "uses"];
    const commit = official.exec(step.uses)?.[1];
    if (commit === undefined) {
      findings.push(
        workflow.finding(
          at,
          `is ${step.uses}, which is none of GitHub's, AWS's or Pulumi's; call a script of pipelines/`,
        ),
      );
    } else if (!/^[0-9a-f]{40}$/.test(commit)) {
      findings.push(workflow.finding(at, `is pinned by ${commit}, which can be moved to other code; ${remedy}`));
    } else if (!/^v\d+\.\d+\.\d+$/.test(workflow.commentAt(at) ?? "")) {
      findings.push(workflow.finding(at, `does not say which version its commit is; ${remedy}`));
    }
  }
  return findings;
}

/** One action, one version: else an update is done in one file and forgotten in another. */
export function samePins(workflows: readonly WorkflowFile[]): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  for (const workflow of workflows) {
    for (const { step, path } of workflow.steps()) {
      const [action = "", commit = ""] = step.uses?.split("@") ?? [];
      if (action === "") continue;
      const pin = `${commit} # ${workflow.commentAt([...path, "uses"])}`;
      const first = seen.get(action) ?? pin;
      seen.set(action, first);
      if (first === pin) continue;
      findings.push(
        workflow.finding([...path, "uses"], `is another version of ${action} than elsewhere (${first}); use one`),
      );
    }
  }
  return findings;
}
