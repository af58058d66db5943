import { badRequest } from "../http/errors.ts";
import { given, oneOf, sidField } from "../http/fields.ts";
import { integerParameter } from "../http/parameters.ts";
import type { Call } from "../http/router.ts";
import { activityName } from "./activities.ts";
import { memberRoutes, workspacesUrl } from "./members.ts";
import type { TaskQueue } from "./state.ts";
import { checkExpression } from "./task-list.ts";
import { queuesIn } from "./workflow-configuration.ts";

const fields = [
  "FriendlyName",
  "TargetWorkers",
  "MaxReservedWorkers",
  "TaskOrder",
  "ReservationActivitySid",
  "AssignmentActivitySid",
];

/** https://www.twilio.com/docs/taskrouter/api/task-queue; lists by worker are not served. */
export const taskQueueRoutes = memberRoutes<TaskQueue>({
  segment: "TaskQueues",
  key: "task_queues",
  prefix: "WQ",
  title: "Queue",
  filters: ["FriendlyName"],
  createFields: fields,
  updateFields: fields,
  items: ({ taskQueues }) => taskQueues,
  made: (form, call) => ({
    target_workers: "1==1",
    max_reserved_workers: 1,
    task_order: "FIFO",
    reservation_activity_sid: null,
    assignment_activity_sid: null,
    ...fieldsOf(form, call),
  }),
  changed: fieldsOf,
  held({ sid }, { workflows }) {
    const workflow = workflows.find(({ configuration }) => queuesIn(configuration).includes(sid));
    return workflow && `workflow ${workflow.sid} leads to it`;
  },
  show: ({ reservation_activity_sid: reservation, assignment_activity_sid: assignment }, state) => ({
    reservation_activity_name: activityName(reservation, state),
    assignment_activity_name: activityName(assignment, state),
  }),
  links(queue, url) {
    const workspace = `${workspacesUrl}/${queue.workspace_sid}`;
    const activity = (sid: string | null) => (sid === null ? null : `${workspace}/Activities/${sid}`);
    return {
      assignment_activity: activity(queue.assignment_activity_sid),
      reservation_activity: activity(queue.reservation_activity_sid),
      workspace,
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
      list_statistics: `${workspace}/TaskQueues/Statistics`,
    };
  },
});

function fieldsOf(form: URLSearchParams, call: Call) {
  const reserved = { minimum: 1, maximum: 50, absent: 1 };
  const order = oneOf(form, "TaskOrder", ["FIFO", "LIFO"]);
  return given({
    target_workers: targetWorkers(form),
    max_reserved_workers: form.has("MaxReservedWorkers")
      ? integerParameter(form, "MaxReservedWorkers", reserved)
      : undefined,
    task_order: order,
    reservation_activity_sid: activityField(form, "ReservationActivitySid", call),
    assignment_activity_sid: activityField(form, "AssignmentActivitySid", call),
  });
}

/** An expression; empty for a queue that nobody is in. */
function targetWorkers(form: URLSearchParams): string | undefined {
  const text = form.get("TargetWorkers");
  if (text === null) return undefined;
  if (text !== "") checkExpression(text, "TargetWorkers");
  return text;
}

/** An activity of the workspace; an empty field unsets. */
export function activityField(form: URLSearchParams, name: string, { at, account }: Call): string | null | undefined {
  const sid = sidField(form, name, "WA");
  const { activities } = account.state.current.taskRouter;
  if (sid && !activities.some((held) => held.sid === sid && held.workspace_sid === at.WS)) {
    throw badRequest(`Activity ${sid} does not exist in workspace ${at.WS}`);
  }
  return sid;
}
