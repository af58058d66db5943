import type { Finding, WorkflowFile } from "../workflow-file.ts";
import { stackConcurrency } from "./concurrency.ts";
import { narrowSecrets, ownEnvironments, trustedTriggers } from "./credentials.ts";
import { leastPermissions } from "./permissions.ts";
import { pinnedActions, samePins } from "./pins.ts";
import { approvedDeliveries, presentCommits } from "./stack-writes.ts";
import { forgetfulCheckouts, plainSteps, timeLimits } from "./steps.ts";

const rules = [
  pinnedActions,
  leastPermissions,
  stackConcurrency,
  presentCommits,
  approvedDeliveries,
  plainSteps,
  forgetfulCheckouts,
  timeLimits,
  trustedTriggers,
  ownEnvironments,
  narrowSecrets,
];

/** What we hold workflows to beside what actionlint does. */
export function judge(workflows: readonly WorkflowFile[]): Finding[] {
  return [
    ...workflows.flatMap((workflow) => {
      if (workflow.workflow === undefined)
        return [workflow.finding([], "is no workflow that can be judged; mend it first")];
      return rules.flatMap((rule) => rule(workflow));
    }),
    ...samePins(workflows),
  ];
}
