import type { Finding, WorkflowFile } from "../workflow-file.ts";

const writable = ["id-token", "pull-requests", "issues"];

/** Every job says itself what its token may do, and that is little. */
export function leastPermissions(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  const whole = workflow.workflow?.permissions;
  if (typeof whole !== "object" || whole === null || Object.keys(whole).length > 0) {
    findings.push(
      workflow.finding(
        ["permissions"],
        "must be {}, so that each job gets only what it asks for; write `permissions: {}`",
      ),
    );
  }
  for (const { job, path } of workflow.jobs()) {
    const at = [...path, "permissions"];
    const { permissions } = job;
    if (typeof permissions !== "object" || permissions === null) {
      findings.push(
        workflow.finding(at, "must name each permission of the job's token; write at least `contents: read`"),
      );
      continue;
    }
    for (const [scope, access] of Object.entries(permissions)) {
      if (access !== "write" || writable.includes(scope)) continue;
      findings.push(
        workflow.finding([...at, scope], `is write, which no job here needs; allow only ${writable.join(", ")}`),
      );
    }
    const assumesRole = job.steps.some(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@"));
    if ((permissions["id-token"] === "write") === assumesRole) continue;
    const wrong = assumesRole
      ? "has no id-token: write, by which the job assumes its AWS role; add it"
      : "has id-token: write, though the job assumes no AWS role; remove it";
    findings.push(workflow.finding(at, wrong));
  }
  return findings;
}
