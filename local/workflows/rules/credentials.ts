import type { Finding, Job, WorkflowFile } from "../workflow-file.ts";

/** They run in the repository's own name, with its secrets, on what an outsider sent. */
const untrusted = ["pull_request_target", "workflow_run", "issue_comment", "issues", "discussion"];
const notFromFork = "github.event.pull_request.head.repo.full_name == github.repository";

/** Code that nobody has reviewed gets no credentials. */
export function trustedTriggers(workflow: WorkflowFile): Finding[] {
  const events = Object.keys(workflow.workflow?.on ?? {});
  const findings = events
    .filter((event) => untrusted.includes(event))
    .map((event) =>
      workflow.finding(["on", event], "gives the repository's rights to what outsiders send; use pull_request"),
    );
  if (!events.includes("pull_request")) return findings;
  for (const { job, path } of workflow.jobs()) {
    if (!hasCredentials(job) || job.if?.includes(notFromFork)) continue;
    findings.push(
      workflow.finding([...path, "if"], `lets a fork's pull request have credentials; demand \`${notFromFork}\``),
    );
  }
  return findings;
}

function hasCredentials(job: Job): boolean {
  const { permissions } = job;
  const mayWrite = typeof permissions === "object" && Object.values(permissions ?? {}).includes("write");
  return mayWrite || job.environment !== undefined || JSON.stringify(job).includes("secrets.");
}

/** A secret is seen by the step that needs it and by no other, and AWS is reached by a role alone. */
export function narrowSecrets(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  const wide = (env: Readonly<Record<string, unknown>>, path: readonly (string | number)[]) => {
    for (const [name, value] of Object.entries(env)) {
      if (!`${value}`.includes("secrets.")) continue;
      findings.push(
        workflow.finding(
          [...path, "env", name],
          "gives a secret to steps that don't need it; move it to the step that does",
        ),
      );
    }
  };
  wide(workflow.workflow?.env ?? {}, []);
  for (const { job, path } of workflow.jobs()) wide(job.env, path);
  for (const { step, path } of workflow.steps()) {
    for (const [part, values] of [
      ["env", step.env],
      ["with", step.with],
    ] as const) {
      for (const [name, value] of Object.entries(values)) {
        if (!/^aws[-_](?:access|secret|session)/i.test(name) && !/secrets\.AWS_/i.test(`${value}`)) continue;
        findings.push(
          workflow.finding([...path, part, name], "is a long-lived key of AWS; let the job assume a role by OIDC"),
        );
      }
    }
    if (!(step.uses ?? "").includes("/") || !JSON.stringify(step.with).includes("secrets.")) continue;
    findings.push(
      workflow.finding([...path, "with"], "gives a secret to an action; give it to a script of pipelines/ by env"),
    );
  }
  return findings;
}
