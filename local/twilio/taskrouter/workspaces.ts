import { badRequest } from "../http/errors.ts";
import { booleanField, given, oneOf, textField, urlField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { activityName } from "./activities.ts";
import { emptyWorkspace, everyone, plainActivities, toQueue } from "./flex-workspace.ts";
import { friendlyName, workspaceAt, workspacesUrl } from "./members.ts";
import type { TaskRouter, Workspace } from "./state.ts";
import { activityField } from "./task-queues.ts";

const all = "/v1/Workspaces";
const one = `${all}/{WS}`;

const settings = ["FriendlyName", "EventCallbackUrl", "EventsFilter", "MultiTaskEnabled", "PrioritizeQueueOrder"];

/** https://www.twilio.com/docs/taskrouter/api/workspace */
export const workspaceRoutes: Route[] = [
  { method: "GET", path: all, query: ["FriendlyName", ...pagingParameters], handle: listWorkspaces },
  { method: "POST", path: all, handle: createWorkspace },
  { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, workspaceAt(call))) },
  { method: "POST", path: one, handle: updateWorkspace },
  { method: "DELETE", path: one, handle: deleteWorkspace },
];

function listWorkspaces(call: Call): ApiResponse {
  const name = call.request.query.get("FriendlyName");
  const { workspaces } = call.account.state.current.taskRouter;
  const found = workspaces.filter((workspace) => name === null || workspace.friendly_name === name);
  return jsonResponse(
    200,
    metaPageOf(call.request, "workspaces", found, (workspace) => show(call, workspace)),
  );
}

/** A workspace comes with activities and channels; the template FIFO adds a queue and a workflow that leads to it. */
function createWorkspace(call: Call): ApiResponse {
  const form = formBody(call.request, { fields: [...settings, "Template"] });
  const name = friendlyName(requiredField(form, "FriendlyName"));
  const template = oneOf(form, "Template", ["NONE", "FIFO"]);
  const date = iso8601(call.account.now());
  const sid = randomSid("WS");
  const sidOf = (prefix: string) => (prefix === "WS" ? sid : randomSid(prefix));
  const made = emptyWorkspace({ name, activities: plainActivities, date, sidOf });
  if (template === "FIFO") {
    const queue = everyone(sid, randomSid("WQ"), "Sample Queue", date);
    made.taskQueues.push(queue);
    made.workflows.push(toQueue(sid, randomSid("WW"), "Default FIFO Workflow", queue.sid, date));
  }
  refuseDouble(call, name, sid);
  made.workspaces = made.workspaces.map((workspace) => ({ ...workspace, ...changesOf(form, call, workspace) }));
  call.account.state.change(({ taskRouter }) => append(taskRouter, made));
  return jsonResponse(201, show({ ...call, at: { WS: sid } }, workspaceAt({ ...call, at: { WS: sid } })));
}

function append(state: TaskRouter, made: TaskRouter): void {
  state.workspaces.push(...made.workspaces);
  state.activities.push(...made.activities);
  state.taskChannels.push(...made.taskChannels);
  state.taskQueues.push(...made.taskQueues);
  state.workflows.push(...made.workflows);
}

function updateWorkspace(call: Call): ApiResponse {
  const before = workspaceAt(call);
  const form = formBody(call.request, { fields: [...settings, "DefaultActivitySid", "TimeoutActivitySid"] });
  if (booleanField(form, "MultiTaskEnabled") === false && before.multi_task_enabled) {
    throw badRequest("Workspace cannot be changed from multi-tasking to single-tasking");
  }
  const changes = {
    ...changesOf(form, call, before),
    ...given({
      default_activity_sid: activityField(form, "DefaultActivitySid", call) ?? undefined,
      timeout_activity_sid: activityField(form, "TimeoutActivitySid", call) ?? undefined,
    }),
    date_updated: iso8601(call.account.now()),
  };
  call.account.state.change(({ taskRouter }) => {
    taskRouter.workspaces = taskRouter.workspaces.map((held) =>
      held.sid === before.sid ? { ...held, ...changes } : held,
    );
  });
  return jsonResponse(200, show(call, workspaceAt(call)));
}

function changesOf(form: URLSearchParams, call: Call, { sid, friendly_name: before }: Workspace): Partial<Workspace> {
  const name = friendlyName(form.get("FriendlyName") ?? before);
  refuseDouble(call, name, sid);
  return {
    friendly_name: name,
    ...given({
      event_callback_url: form.has("EventCallbackUrl") ? (urlField(form, "EventCallbackUrl") ?? "") : undefined,
      events_filter: textField(form, "EventsFilter", 4096),
      multi_task_enabled: booleanField(form, "MultiTaskEnabled"),
      prioritize_queue_order: oneOf(form, "PrioritizeQueueOrder", ["FIFO", "LIFO"]),
    }),
  };
}

function refuseDouble({ account }: Call, name: string, own: string): void {
  const { workspaces } = account.state.current.taskRouter;
  if (workspaces.some((held) => held.friendly_name === name && held.sid !== own)) {
    throw badRequest(`Workspace named ${name} already exists for account ${account.sid}`);
  }
}

/** Everything in the workspace goes with it. Flex's own one can't go. */
function deleteWorkspace(call: Call): ApiResponse {
  const { sid } = workspaceAt(call);
  if (sid === call.account.state.current.flexConfiguration.taskrouter_workspace_sid) {
    throw badRequest(`Cannot delete Workspace ${sid} because Flex uses it`);
  }
  const others = <T extends { workspace_sid: string }>(items: T[]) =>
    items.filter((item) => item.workspace_sid !== sid);
  call.account.state.change((draft) => {
    const { workspaces, workflows, taskQueues, taskChannels, activities, workers, tasks, reservations } =
      draft.taskRouter;
    draft.taskRouter = {
      workspaces: workspaces.filter((workspace) => workspace.sid !== sid),
      workflows: others(workflows),
      taskQueues: others(taskQueues),
      taskChannels: others(taskChannels),
      activities: others(activities),
      workers: others(workers),
      tasks: others(tasks),
      reservations: others(reservations),
    };
  });
  return noContent();
}

function show({ account }: Call, workspace: Workspace) {
  const url = `${workspacesUrl}/${workspace.sid}`;
  return {
    account_sid: account.sid,
    ...workspace,
    default_activity_name: activityName(workspace.default_activity_sid, account.state.current.taskRouter),
    timeout_activity_name: activityName(workspace.timeout_activity_sid, account.state.current.taskRouter),
    url,
    links: {
      activities: `${url}/Activities`,
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
      task_queues: `${url}/TaskQueues`,
      workers: `${url}/Workers`,
      tasks: `${url}/Tasks`,
      workflows: `${url}/Workflows`,
      task_channels: `${url}/TaskChannels`,
      events: `${url}/Events`,
    },
  };
}
