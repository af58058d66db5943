import type { Finding, Job, WorkflowFile } from "../workflow-file.ts";

/** They run in the repository's own name, with its secrets, on what an outsider sent. */
const untrusted = ["pull_request_target", "workflow_run", "issue_comment", "issues", "discussion"];
const notFromFork = "github.event.pull_request.head.repo.full_name == github.repository";
/** GitHub reads names of either case. */
const secret = /\bsecrets\b/i;
/** Whatever else is said of secrets: all at once, or one whose name only the run knows. */
const unnamedSecret = /\bsecrets\b(?!\.[A-Z][A-Z\d_]*\b)/i;

/** An outsider's code gets no credentials. */
export function trustedTriggers(workflow: WorkflowFile): Finding[] {
  const events = Object.keys(workflow.workflow?.on ?? {});
  const findings = events
    .filter((event) => untrusted.includes(event))
    .map((event) =>
      workflow.finding(["on", event], "gives the repository's rights to what outsiders send; use pull_request"),
    );
  if (!events.includes("pull_request")) return findings;
  for (const { job, path } of workflow.jobs()) {
    if (!hasCredentials(job) || demands(job.if, notFromFork)) continue;
    findings.push(
      workflow.finding([...path, "if"], `lets a fork's pull request have credentials; demand \`${notFromFork}\``),
    );
  }
  return findings;
}

function hasCredentials(job: Job): boolean {
  const { permissions } = job;
  const mayWrite = typeof permissions === "object" && Object.values(permissions ?? {}).includes("write");
  return mayWrite || job.environment !== undefined || secret.test(JSON.stringify(job));
}

/** Whether a condition can't hold without a term: one of several that are joined by and, with nothing around it. */
function demands(condition: string | undefined, term: string): boolean {
  const text = /^\$\{\{(.*)\}\}$/s.exec(condition?.trim() ?? "")?.[1] ?? condition ?? "";
  const terms = text.split("&&").map((part) => part.trim());
  const isPlain = terms.every((part) => part.split("(").length === part.split(")").length);
  return isPlain && !text.includes("||") && terms.includes(term);
}

/** What a pull request's environment may do, unreviewed code may; so no other job shares it. */
export function ownEnvironments(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  const ofPullRequest = Object.keys(workflow.workflow?.on ?? {}).includes("pull_request");
  for (const { job, path } of workflow.jobs()) {
    if (job.environment === undefined || job.environment.name.endsWith("-read") === ofPullRequest) continue;
    const wrong = ofPullRequest
      ? "is open to code that nobody has reviewed; name the stack's <stack>-read"
      : "is that of pull requests, which its reviewers may hold up; name <stack>-watch, or the stack's own";
    findings.push(workflow.finding([...path, "environment"], wrong));
  }
  return findings;
}

/** A secret is seen by the step that needs it and by no other, and AWS is reached by a role alone. */
export function narrowSecrets(workflow: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  const wide = (env: Readonly<Record<string, unknown>>, path: readonly (string | number)[]) => {
    for (const [name, value] of Object.entries(env)) {
      if (!secret.test(`${value}`)) continue;
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
    if (!unnamedSecret.test(JSON.stringify(step))) continue;
    findings.push(workflow.finding(path, "names no single secret; write secrets.NAME for the one that the step needs"));
  }
  for (const { step, path } of workflow.steps()) {
    for (const [part, values] of [
      ["env", step.env],
      ["with", step.with],
    ] as const) {
      for (const [name, value] of Object.entries(values)) {
        if (!/^aws[-_](?:access|secret|session)/i.test(name) && !/secrets\W+AWS_/i.test(`${value}`)) continue;
        findings.push(
          workflow.finding([...path, part, name], "is a long-lived key of AWS; let the job assume a role by OIDC"),
        );
      }
    }
    if (!(step.uses ?? "").includes("/") || !secret.test(JSON.stringify(step.with))) continue;
    findings.push(
      workflow.finding([...path, "with"], "gives a secret to an action; give it to a script of pipelines/ by env"),
    );
  }
  return findings;
}
