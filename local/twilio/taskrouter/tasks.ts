import { badRequest, notFound } from "../http/errors.ts";
import { refuseStale, taggedResponse } from "../http/etag.ts";
import { given, oneOf, sidField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { isYes } from "./activities.ts";
import { cancelTask, checkTransition, completeTask, type TaskEnd, touch, wrapUpTask } from "./lifecycle.ts";
import { workspaceAt, workspacesUrl } from "./members.ts";
import { checkedAttributes, createTask, taskBySid, taskChannelOf } from "./new-task.ts";
import { evaluateAgain } from "./routing.ts";
import { found, listFilters, listLists } from "./task-list.ts";
import { queueOf, type Task } from "./work.ts";

const all = "/v1/Workspaces/{WS}/Tasks";
const one = `${all}/{WT}`;

const createFields = [
  "Timeout",
  "Priority",
  "TaskChannel",
  "WorkflowSid",
  "Attributes",
  "VirtualStartTime",
  "RoutingTarget",
  "IgnoreCapacity",
  "TaskQueueSid",
];
const updateFields = ["Attributes", "AssignmentStatus", "Reason", "Priority", "TaskChannel", "VirtualStartTime"];
const ends = { canceled: cancelTask, wrapping: wrapUpTask, completed: completeTask };

/** https://www.twilio.com/docs/taskrouter/api/task */
export const taskRoutes: Route[] = [
  { method: "GET", path: all, query: [...listFilters, ...pagingParameters], queryLists: listLists, handle: list },
  { method: "POST", path: all, handle: create },
  { method: "GET", path: one, handle: (call) => shown(200, call, taskAt(call)) },
  { method: "POST", path: one, handle: update },
  { method: "DELETE", path: one, handle: remove },
];

/** The task that the path names. */
export function taskAt(call: Call): Task {
  const { sid: workspace } = workspaceAt(call);
  const { tasks } = call.account.state.current.taskRouter;
  const task = tasks.find(({ sid, workspace_sid: held }) => sid === call.at.WT && held === workspace);
  if (!task) throw notFound(call.request);
  return task;
}

function list(call: Call): ApiResponse {
  const tasks = found(call, workspaceAt(call).sid);
  return jsonResponse(
    200,
    metaPageOf(call.request, "tasks", tasks, (task) => show(call, task)),
  );
}

function create(call: Call): ApiResponse {
  const { sid: workspaceSid } = workspaceAt(call);
  const form = formBody(call.request, { fields: createFields });
  const target = form.get("RoutingTarget") ?? undefined;
  if (target !== undefined && !/^(WK|WQ|WW)[0-9a-fA-F]{32}$/.test(target)) {
    throw badRequest(`Invalid value ${target} for parameter RoutingTarget`);
  }
  const ignoreCapacity = isYes(form.get("IgnoreCapacity"));
  if (ignoreCapacity && !target?.startsWith("WK")) {
    throw badRequest("IgnoreCapacity can only be used when RoutingTarget is a Worker");
  }
  const task = createTask(call.account, {
    workspaceSid,
    workflowSid: sidField(form, "WorkflowSid", "WW") ?? undefined,
    queueSid: sidField(form, "TaskQueueSid", "WQ") ?? undefined,
    taskChannel: form.get("TaskChannel") || undefined,
    attributes: form.get("Attributes") ?? undefined,
    priority: numberField(form, "Priority", 0, 2_147_483_647),
    timeout: numberField(form, "Timeout", 1, 1_209_600),
    virtualStartTime: startTime(form, call),
    routingTarget: target,
    ignoreCapacity,
  });
  return shown(201, call, task);
}

/** Nothing is changed when anything is refused. */
function update(call: Call): ApiResponse {
  const { account, request } = call;
  const before = taskAt(call);
  refuseStale(request, before);
  const form = formBody(request, { fields: updateFields });
  const channel = form.get("TaskChannel");
  const text = form.get("Attributes");
  const changes = given({
    attributes: text === null ? undefined : checkedAttributes(text),
    priority: numberField(form, "Priority", 0, 2_147_483_647),
    task_channel_sid: channel ? taskChannelOf(account, before.workspace_sid, channel).sid : undefined,
    virtual_start_time: startTime(form, call),
  });
  const end = oneOf<TaskEnd>(form, "AssignmentStatus", ["canceled", "wrapping", "completed"]);
  if (end !== undefined) checkTransition(before, end, account.sid);
  const reason = end === "canceled" || end === "completed" ? requiredField(form, "Reason") : form.get("Reason");
  account.state.change(({ taskRouter }) => {
    const task = taskRouter.tasks.find(({ sid }) => sid === before.sid);
    if (!task) return;
    Object.assign(task, changes, reason === null ? {} : { reason });
    touch(task, account.now());
    if (changes.attributes !== undefined) evaluateAgain(taskRouter, task, account.now());
    if (end !== undefined) ends[end](taskRouter, task, reason, account.now());
  });
  return shown(200, call, taskBySid(account, before.sid));
}

function remove(call: Call): ApiResponse {
  const task = taskAt(call);
  refuseStale(call.request, task);
  call.account.state.change(({ taskRouter }) => {
    taskRouter.tasks = taskRouter.tasks.filter(({ sid }) => sid !== task.sid);
    taskRouter.reservations = taskRouter.reservations.filter(({ task_sid: sid }) => sid !== task.sid);
  });
  return noContent();
}

function numberField(form: URLSearchParams, name: string, least: number, most: number): number | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw badRequest(`Invalid value ${text} for parameter ${name}`);
  return value;
}

/** A time that isn't in the future nor before 1900. */
function startTime(form: URLSearchParams, { account }: Call): string | undefined {
  const text = form.get("VirtualStartTime");
  if (text === null) return undefined;
  const date = new Date(text);
  const usual = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(date.getTime());
  if (!usual || date > account.now() || date.getUTCFullYear() < 1900) {
    throw badRequest(`Invalid value ${text} for parameter VirtualStartTime`);
  }
  return iso8601(date);
}

function shown(status: number, call: Call, task: Task): ApiResponse {
  return taggedResponse(status, task, show(call, task));
}

function show({ account }: Call, task: Task) {
  const { version: _, steps: __, step: ___, ended: ____, ...properties } = task;
  const { taskRouter } = account.state.current;
  const workspace = `${workspacesUrl}/${task.workspace_sid}`;
  const url = `${workspace}/Tasks/${task.sid}`;
  const queue = queueOf(task);
  const nameOf = (items: readonly { sid: string; friendly_name: string }[], sid: string | null) =>
    items.find((item) => item.sid === sid)?.friendly_name ?? null;
  return {
    account_sid: account.sid,
    ...properties,
    age: Math.floor((account.now().getTime() - Date.parse(task.date_created)) / 1000),
    addons: "{}",
    task_queue_sid: queue,
    task_queue_friendly_name: nameOf(taskRouter.taskQueues, queue),
    task_channel_unique_name:
      taskRouter.taskChannels.find(({ sid }) => sid === task.task_channel_sid)?.unique_name ?? null,
    workflow_friendly_name: nameOf(taskRouter.workflows, task.workflow_sid),
    url,
    links: {
      task_queue: queue === null ? null : `${workspace}/TaskQueues/${queue}`,
      workflow: task.workflow_sid === null ? null : `${workspace}/Workflows/${task.workflow_sid}`,
      workspace,
      reservations: `${url}/Reservations`,
    },
  };
}
