import { badRequest } from "../http/errors.ts";
import { iso8601 } from "../http/timestamps.ts";
import type { TaskRouter } from "./state.ts";
import { isActive, type Reservation, type Task } from "./work.ts";

/** A change that others can see: a new version, and so a new ETag. */
export function touch(item: { version: number; date_updated: string }, now: Date): void {
  item.version += 1;
  item.date_updated = iso8601(now);
}

export type TaskEnd = "canceled" | "wrapping" | "completed";

const allowedFrom: Record<TaskEnd, readonly Task["assignment_status"][]> = {
  canceled: ["pending", "reserved"],
  wrapping: ["assigned"],
  completed: ["assigned", "wrapping"],
};

/** Twilio's words. */
const refusals: Record<TaskEnd, readonly [what: string, why: string]> = {
  canceled: ["cancel task", "pending or reserved"],
  wrapping: ["wrap up a task", "currently assigned"],
  completed: ["complete task", "currently assigned"],
};

/** @throws TwilioError where a task can't go to that status from its own */
export function checkTransition(task: Task, to: TaskEnd, accountSid: string): void {
  if (allowedFrom[to].includes(task.assignment_status)) return;
  const [what, why] = refusals[to];
  const where = `${task.sid} in workspace ${task.workspace_sid} for account ${accountSid}`;
  throw badRequest(`Cannot ${what} ${where} because it is not ${why}.`);
}

/** Cancels a task that waits; nobody gets it any more. */
export function cancelTask(state: TaskRouter, task: Task, reason: string | null, now: Date): void {
  Object.assign(task, { assignment_status: "canceled", reason, ended: iso8601(now) });
  touch(task, now);
  setReservations(state, task, ["pending"], "canceled", now);
}

export function wrapUpTask(state: TaskRouter, task: Task, reason: string | null, now: Date): void {
  Object.assign(task, { assignment_status: "wrapping", reason });
  touch(task, now);
  setReservations(state, task, ["accepted"], "wrapping", now);
}

export function completeTask(state: TaskRouter, task: Task, reason: string | null, now: Date): void {
  Object.assign(task, { assignment_status: "completed", reason, ended: iso8601(now) });
  touch(task, now);
  setReservations(state, task, ["accepted", "wrapping"], "completed", now);
}

/** A worker takes the task; it is no longer offered to others. */
export function acceptReservation(state: TaskRouter, reservation: Reservation, now: Date): void {
  setStatus(reservation, "accepted", now);
  const task = taskOf(state, reservation);
  if (!task) return;
  setReservations(state, task, ["pending"], "rescinded", now);
  task.assignment_status = "assigned";
  touch(task, now);
}

/** A worker doesn't take the task, so that it waits again unless somebody else is offered it. */
export function endReservation(
  state: TaskRouter,
  reservation: Reservation,
  status: "rejected" | "timeout" | "canceled",
  now: Date,
): void {
  setStatus(reservation, status, now);
  const task = taskOf(state, reservation);
  if (task?.assignment_status !== "reserved") return;
  if (state.reservations.some((other) => other.task_sid === task.sid && isActive(other))) return;
  task.assignment_status = "pending";
  touch(task, now);
}

export function taskOf(state: TaskRouter, { task_sid: sid }: Reservation): Task | undefined {
  return state.tasks.find((task) => task.sid === sid);
}

function setReservations(
  state: TaskRouter,
  { sid }: Task,
  from: readonly Reservation["reservation_status"][],
  to: Reservation["reservation_status"],
  now: Date,
): void {
  for (const reservation of state.reservations) {
    const { task_sid: task, reservation_status: status } = reservation;
    if (task === sid && from.includes(status)) setStatus(reservation, to, now);
  }
}

function setStatus(reservation: Reservation, status: Reservation["reservation_status"], now: Date): void {
  reservation.reservation_status = status;
  touch(reservation, now);
}
