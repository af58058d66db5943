import { badRequest, notFound } from "../http/errors.ts";
import { refuseStale, taggedResponse } from "../http/etag.ts";
import { oneOf } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { acceptReservation, completeTask, endReservation, taskOf, wrapUpTask } from "./lifecycle.ts";
import { workspacesUrl } from "./members.ts";
import { moveWorker } from "./routing.ts";
import { activityField } from "./task-queues.ts";
import { taskAt } from "./tasks.ts";
import { type Reservation, reservationStatuses } from "./work.ts";
import { workerAt } from "./workers.ts";

/** The same reservations are under their tasks and under their workers. */
const owners = [
  { segment: "Tasks/{WT}", filters: ["ReservationStatus", "WorkerSid"] },
  { segment: "Workers/{WK}", filters: ["ReservationStatus"] },
];

/**
 * https://www.twilio.com/docs/taskrouter/api/reservations and
 * https://www.twilio.com/docs/taskrouter/api/worker-reservation: statuses, without instructions that make calls.
 */
export const reservationRoutes: Route[] = owners.flatMap(({ segment, filters }): Route[] => {
  const all = `/v1/Workspaces/{WS}/${segment}/Reservations`;
  const one = `${all}/{WR}`;
  return [
    { method: "GET", path: all, query: [...filters, ...pagingParameters], handle: list },
    { method: "GET", path: one, handle: (call) => shown(call, reservationAt(call)) },
    { method: "POST", path: one, handle: update },
  ];
});

function ofOwner(call: Call): Reservation[] {
  const { reservations } = call.account.state.current.taskRouter;
  if (call.at.WT !== undefined) {
    const { sid } = taskAt(call);
    return reservations.filter((held) => held.task_sid === sid);
  }
  const { sid } = workerAt(call);
  return reservations.filter((held) => held.worker_sid === sid);
}

function reservationAt(call: Call): Reservation {
  const found = ofOwner(call).find(({ sid }) => sid === call.at.WR);
  if (!found) throw notFound(call.request);
  return found;
}

function list(call: Call): ApiResponse {
  const { query } = call.request;
  const status = oneOf(query, "ReservationStatus", reservationStatuses);
  const worker = query.get("WorkerSid");
  const found = ofOwner(call).filter(
    (held) =>
      (status === undefined || held.reservation_status === status) && (worker === null || held.worker_sid === worker),
  );
  return jsonResponse(
    200,
    metaPageOf(call.request, "reservations", found, (held) => show(call, held)),
  );
}

type Wanted = "accepted" | "rejected" | "wrapping" | "completed";

const allowedFrom: Record<Wanted, readonly Reservation["reservation_status"][]> = {
  accepted: ["pending"],
  rejected: ["pending"],
  wrapping: ["accepted"],
  completed: ["accepted", "wrapping"],
};

function update(call: Call): ApiResponse {
  const { account, request } = call;
  const before = reservationAt(call);
  refuseStale(request, before);
  const form = formBody(request, { fields: ["ReservationStatus", "WorkerActivitySid"] });
  requiredField(form, "ReservationStatus");
  const wanted = oneOf<Wanted>(form, "ReservationStatus", ["accepted", "rejected", "wrapping", "completed"]);
  if (wanted === undefined || !allowedFrom[wanted].includes(before.reservation_status)) {
    throw badRequest(
      `Cannot update Reservation ${before.sid} to ${wanted} because it is currently ${before.reservation_status}.`,
    );
  }
  const activity = activityField(form, "WorkerActivitySid", call);
  if (activity && wanted !== "rejected") {
    throw badRequest("WorkerActivitySid can only be given when a Reservation is rejected");
  }
  const now = account.now();
  account.state.change(({ taskRouter }) => {
    const reservation = taskRouter.reservations.find(({ sid }) => sid === before.sid);
    const task = reservation && taskOf(taskRouter, reservation);
    if (!reservation || !task) return;
    if (wanted === "accepted") acceptReservation(taskRouter, reservation, now);
    if (wanted === "rejected") endReservation(taskRouter, reservation, "rejected", now);
    if (wanted === "wrapping") wrapUpTask(taskRouter, task, task.reason, now);
    if (wanted === "completed") completeTask(taskRouter, task, task.reason, now);
    const worker = taskRouter.workers.find(({ sid }) => sid === reservation.worker_sid);
    if (activity && worker) moveWorker(worker, activity, now);
  });
  return shown(call, reservationAt(call));
}

function shown(call: Call, reservation: Reservation): ApiResponse {
  return taggedResponse(200, reservation, show(call, reservation));
}

function show({ account, at }: Call, { version: _, ...reservation }: Reservation) {
  const workspace = `${workspacesUrl}/${reservation.workspace_sid}`;
  const task = `${workspace}/Tasks/${reservation.task_sid}`;
  const worker = `${workspace}/Workers/${reservation.worker_sid}`;
  return {
    account_sid: account.sid,
    ...reservation,
    url: `${at.WT === undefined ? worker : task}/Reservations/${reservation.sid}`,
    links: { task, worker, workspace },
  };
}
