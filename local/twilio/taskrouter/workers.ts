import { badRequest, notFound } from "../http/errors.ts";
import { refuseStale, taggedResponse } from "../http/etag.ts";
import { booleanField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { activityName, isYes } from "./activities.ts";
import { endReservation, touch } from "./lifecycle.ts";
import { friendlyName, workspaceAt, workspacesUrl } from "./members.ts";
import { checkedAttributes } from "./new-task.ts";
import { moveWorker } from "./routing.ts";
import type { TaskRouter } from "./state.ts";
import { isAvailable, isInQueue, matches, workerAttributes } from "./steps.ts";
import { checkExpression } from "./task-list.ts";
import { activityField } from "./task-queues.ts";
import { isActive, type Worker } from "./work.ts";

const all = "/v1/Workspaces/{WS}/Workers";
const one = `${all}/{WK}`;
const filters = [
  "ActivityName",
  "ActivitySid",
  "Available",
  "FriendlyName",
  "TargetWorkersExpression",
  "TaskQueueName",
  "TaskQueueSid",
];

/** https://www.twilio.com/docs/taskrouter/api/worker */
export const workerRoutes: Route[] = [
  { method: "GET", path: all, query: [...filters, ...pagingParameters], handle: list },
  { method: "POST", path: all, handle: create },
  { method: "GET", path: one, handle: (call) => shown(200, call, workerAt(call)) },
  { method: "POST", path: one, handle: update },
  { method: "DELETE", path: one, handle: remove },
];

/** The worker that the path names. */
export function workerAt(call: Call): Worker {
  const { sid: workspace } = workspaceAt(call);
  const { workers } = call.account.state.current.taskRouter;
  const worker = workers.find(({ sid, workspace_sid: held }) => sid === call.at.WK && held === workspace);
  if (!worker) throw notFound(call.request);
  return worker;
}

function list(call: Call): ApiResponse {
  const { sid: workspace } = workspaceAt(call);
  const { query } = call.request;
  const state = call.account.state.current.taskRouter;
  const expression = query.get("TargetWorkersExpression");
  if (expression !== null) checkExpression(expression, "TargetWorkersExpression");
  const found = state.workers.filter((worker) => worker.workspace_sid === workspace && isWanted(worker, query, state));
  return jsonResponse(
    200,
    metaPageOf(call.request, "workers", found, (worker) => show(call, worker)),
  );
}

function isWanted(worker: Worker, query: URLSearchParams, state: TaskRouter): boolean {
  const isAs = (name: string, value: string | null) => !query.has(name) || query.get(name) === value;
  const expression = query.get("TargetWorkersExpression");
  const queues = state.taskQueues.filter(
    ({ sid, friendly_name: name }) => sid === query.get("TaskQueueSid") || name === query.get("TaskQueueName"),
  );
  const byQueue = query.has("TaskQueueSid") || query.has("TaskQueueName");
  return (
    isAs("FriendlyName", worker.friendly_name) &&
    isAs("ActivitySid", worker.activity_sid) &&
    isAs("ActivityName", activityName(worker.activity_sid, state)) &&
    (!query.has("Available") || isYes(query.get("Available")) === isAvailable(worker, state)) &&
    (expression === null || matches(expression, workerAttributes(worker, state))) &&
    (!byQueue || queues.some(({ sid }) => isInQueue(worker, sid, state)))
  );
}

function create(call: Call): ApiResponse {
  const workspace = workspaceAt(call);
  const form = formBody(call.request, { fields: ["FriendlyName", "ActivitySid", "Attributes"] });
  const date = iso8601(call.account.now());
  const created: Worker = {
    sid: randomSid("WK"),
    workspace_sid: workspace.sid,
    version: 0,
    date_created: date,
    date_updated: date,
    friendly_name: friendlyName(requiredField(form, "FriendlyName")),
    attributes: checkedAttributes(form.get("Attributes") ?? "{}"),
    activity_sid: activityField(form, "ActivitySid", call) ?? workspace.default_activity_sid,
    date_status_changed: date,
    channels: [],
  };
  refuseDouble(call, created);
  call.account.state.change(({ taskRouter }) => taskRouter.workers.push(created));
  return shown(201, call, created);
}

function update(call: Call): ApiResponse {
  const { account, request } = call;
  const before = workerAt(call);
  refuseStale(request, before);
  const form = formBody(request, {
    fields: ["FriendlyName", "ActivitySid", "Attributes", "RejectPendingReservations"],
  });
  const after = {
    ...before,
    friendly_name: friendlyName(form.get("FriendlyName") ?? before.friendly_name),
    attributes: checkedAttributes(form.get("Attributes") ?? before.attributes),
  };
  refuseDouble(call, after);
  const activity = activityField(form, "ActivitySid", call) ?? before.activity_sid;
  const reject = booleanField(form, "RejectPendingReservations") ?? false;
  const now = account.now();
  account.state.change(({ taskRouter }) => {
    const worker = taskRouter.workers.find(({ sid }) => sid === before.sid);
    if (!worker) return;
    Object.assign(worker, after);
    if (activity === before.activity_sid) touch(worker, now);
    else moveWorker(worker, activity, now);
    if (reject && !isAvailable(worker, taskRouter)) rejectPending(worker, taskRouter, now);
  });
  return shown(200, call, workerAt(call));
}

function rejectPending({ sid }: Worker, state: TaskRouter, now: Date): void {
  for (const reservation of state.reservations) {
    const { worker_sid: worker, reservation_status: status } = reservation;
    if (worker === sid && status === "pending") endReservation(state, reservation, "rejected", now);
  }
}

function remove(call: Call): ApiResponse {
  const worker = workerAt(call);
  refuseStale(call.request, worker);
  const { reservations } = call.account.state.current.taskRouter;
  if (reservations.some((held) => held.worker_sid === worker.sid && isActive(held))) {
    throw badRequest(`Cannot delete Worker ${worker.sid} because it has active reservations`);
  }
  call.account.state.change(({ taskRouter }) => {
    taskRouter.workers = taskRouter.workers.filter(({ sid }) => sid !== worker.sid);
  });
  return noContent();
}

function refuseDouble({ account }: Call, { sid, workspace_sid: workspace, friendly_name: name }: Worker): void {
  const doubled = account.state.current.taskRouter.workers.some(
    (other) => other.sid !== sid && other.workspace_sid === workspace && other.friendly_name === name,
  );
  if (doubled) {
    throw badRequest(`Worker named ${name} already exists for workspace ${workspace} for account ${account.sid}`);
  }
}

function shown(status: number, call: Call, worker: Worker): ApiResponse {
  return taggedResponse(status, worker, show(call, worker));
}

function show({ account }: Call, { version: _, channels: __, ...worker }: Worker) {
  const { taskRouter } = account.state.current;
  const workspace = `${workspacesUrl}/${worker.workspace_sid}`;
  const url = `${workspace}/Workers/${worker.sid}`;
  return {
    account_sid: account.sid,
    ...worker,
    activity_name: activityName(worker.activity_sid, taskRouter),
    available: taskRouter.activities.some(({ sid, available }) => sid === worker.activity_sid && available),
    url,
    links: {
      workspace,
      activity: `${workspace}/Activities/${worker.activity_sid}`,
      reservations: `${url}/Reservations`,
      channels: `${url}/Channels`,
      worker_statistics: `${url}/Statistics`,
      statistics: `${workspace}/Workers/Statistics`,
      real_time_statistics: `${workspace}/Workers/RealTimeStatistics`,
      cumulative_statistics: `${workspace}/Workers/CumulativeStatistics`,
    },
  };
}
