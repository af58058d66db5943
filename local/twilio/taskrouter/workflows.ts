import { booleanField, given, urlField } from "../http/fields.ts";
import { requiredField } from "../http/form.ts";
import { integerParameter } from "../http/parameters.ts";
import type { Call } from "../http/router.ts";
import { memberRoutes } from "./members.ts";
import { evaluateAgain } from "./routing.ts";
import type { Workflow } from "./state.ts";
import { checkWorkflowConfiguration } from "./workflow-configuration.ts";

const fields = [
  "FriendlyName",
  "Configuration",
  "AssignmentCallbackUrl",
  "FallbackAssignmentCallbackUrl",
  "TaskReservationTimeout",
];

/** https://www.twilio.com/docs/taskrouter/api/workflow */
export const workflowRoutes = memberRoutes<Workflow>({
  segment: "Workflows",
  key: "workflows",
  prefix: "WW",
  title: "Workflow",
  filters: ["FriendlyName"],
  createFields: fields,
  updateFields: [...fields, "ReEvaluateTasks"],
  items: ({ workflows }) => workflows,
  made: (form, call) => ({
    task_reservation_timeout: 120,
    assignment_callback_url: "",
    fallback_assignment_callback_url: "",
    ...fieldsOf(form),
    configuration: configurationOf(requiredField(form, "Configuration"), call),
  }),
  changed(form, call) {
    const text = form.get("Configuration");
    return { ...fieldsOf(form), ...(text === null ? {} : { configuration: configurationOf(text, call) }) };
  },
  updated(workflow, form, state, now) {
    if (!booleanField(form, "ReEvaluateTasks")) return;
    for (const task of state.tasks) if (task.workflow_sid === workflow.sid) evaluateAgain(state, task, now);
  },
  show: () => ({ document_content_type: "application/json" }),
  links: (_, url) => ({
    statistics: `${url}/Statistics`,
    real_time_statistics: `${url}/RealTimeStatistics`,
    cumulative_statistics: `${url}/CumulativeStatistics`,
  }),
});

function fieldsOf(form: URLSearchParams) {
  const seconds = { minimum: 1, maximum: 86_400, absent: 120 };
  const url = (name: string) => (form.has(name) ? (urlField(form, name) ?? "") : undefined);
  return given({
    assignment_callback_url: url("AssignmentCallbackUrl"),
    fallback_assignment_callback_url: url("FallbackAssignmentCallbackUrl"),
    task_reservation_timeout: form.has("TaskReservationTimeout")
      ? integerParameter(form, "TaskReservationTimeout", seconds)
      : undefined,
  });
}

function configurationOf(text: string, { at, account }: Call): string {
  const { taskQueues } = account.state.current.taskRouter;
  checkWorkflowConfiguration(text, (queue) =>
    taskQueues.some(({ sid, ...held }) => sid === queue && held.workspace_sid === at.WS),
  );
  return text;
}
