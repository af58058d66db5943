import type { Account } from "../account.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { cancelTask, endReservation, touch } from "./lifecycle.ts";
import type { TaskRouter } from "./state.ts";
import {
  assignedTasks,
  attributesOf,
  candidates,
  hasTime,
  isAvailable,
  matches,
  stepsOf,
  workerAttributes,
} from "./steps.ts";
import type { Reservation, Step, Task, Worker } from "./work.ts";

/** Twilio says 5, 10 or 15 minutes, depending on where. */
const goneAfterSeconds = 600;
const longestAssignedSeconds = 86_400;

/**
 * Brings the account's tasks up to its clock: what has timed out, what is gone, and reservations for the workers who
 * have time. Tasks change only here and by requests.
 */
export function routeTasks(account: Account): void {
  const { taskRouter } = account.state.current;
  if (taskRouter.tasks.length === 0) return;
  const draft = structuredClone(taskRouter);
  const before = JSON.stringify(draft);
  const now = account.now();
  removeOld(draft, now);
  for (const task of draft.tasks) timeOut(task, draft, now);
  for (const task of inOrder(draft)) reserve(task, draft, now);
  if (JSON.stringify(draft) !== before) account.state.change((state) => Object.assign(state, { taskRouter: draft }));
}

function secondsSince(date: string, now: Date): number {
  return (now.getTime() - Date.parse(date)) / 1000;
}

function removeOld(state: TaskRouter, now: Date): void {
  const accepted = ({ sid }: Task) =>
    state.reservations.find(({ task_sid, reservation_status: status }) => task_sid === sid && status === "accepted");
  state.tasks = state.tasks.filter((task) => {
    if (task.ended !== null) return secondsSince(task.ended, now) < goneAfterSeconds;
    const since = accepted(task)?.date_updated;
    return since === undefined || secondsSince(since, now) < longestAssignedSeconds;
  });
  const left = new Set(state.tasks.map(({ sid }) => sid));
  state.reservations = state.reservations.filter(({ task_sid: task }) => left.has(task));
}

function timeOut(task: Task, state: TaskRouter, now: Date): void {
  const workflow = state.workflows.find(({ sid }) => sid === task.workflow_sid);
  const longest = workflow?.task_reservation_timeout ?? 120;
  for (const reservation of reservationsOf(task, state)) {
    const pending = reservation.reservation_status === "pending";
    if (pending && secondsSince(reservation.date_created, now) >= longest) missed(reservation, state, now);
  }
  const waits = task.assignment_status === "pending" || task.assignment_status === "reserved";
  if (waits && secondsSince(task.date_created, now) >= task.timeout) {
    cancelTask(state, task, "Task TTL Exceeded", now);
  }
  if (task.assignment_status === "pending" && isStepOver(task, now)) enterStep(state, task, task.step + 1, now);
}

/** A worker who doesn't answer goes to the workspace's activity for that. */
function missed(reservation: Reservation, state: TaskRouter, now: Date): void {
  endReservation(state, reservation, "timeout", now);
  const workspace = state.workspaces.find(({ sid }) => sid === reservation.workspace_sid);
  const worker = state.workers.find(({ sid }) => sid === reservation.worker_sid);
  if (workspace && worker) moveWorker(worker, workspace.timeout_activity_sid, now);
}

export function moveWorker(worker: Worker, activity: string, now: Date): void {
  if (worker.activity_sid === activity) return;
  Object.assign(worker, { activity_sid: activity, date_status_changed: iso8601(now) });
  touch(worker, now);
}

function isStepOver({ steps, step, task_queue_entered_date: entered }: Task, now: Date): boolean {
  const longest = steps[step]?.timeout;
  return longest !== undefined && entered !== null && secondsSince(entered, now) >= longest;
}

/** Enters the first step from this one on that isn't skipped. A task that has no step left is canceled. */
export function enterStep(state: TaskRouter, task: Task, from: number, now: Date): void {
  const step = task.steps.findIndex((candidate, at) => at >= from && !isSkipped(candidate, task, state));
  if (step < 0) {
    cancelTask(state, task, "Task canceled on Workflow timeout", now);
    return;
  }
  const priority = task.steps[step]?.priority ?? task.priority;
  Object.assign(task, { step, priority, task_queue_entered_date: iso8601(now) });
  if (from > 0) touch(task, now);
}

/** A task that waits goes through its workflow again, where that leads it elsewhere now. */
export function evaluateAgain(state: TaskRouter, task: Task, now: Date): void {
  const workflow = state.workflows.find(({ sid }) => sid === task.workflow_sid);
  if (!workflow || task.assignment_status !== "pending" || /^W[QK]/.test(task.routing_target ?? "")) return;
  const steps = stepsOf(workflow, attributesOf(task));
  if (JSON.stringify(steps) === JSON.stringify(task.steps)) return;
  task.steps = steps;
  enterStep(state, task, 0, now);
}

function isSkipped(step: Step, task: Task, state: TaskRouter): boolean {
  if (step.skip_if === undefined) return false;
  const available = candidates(task, step, state).filter((worker) => isAvailable(worker, state)).length;
  const attributes = attributesOf(task);
  return matches(step.skip_if, { ...attributes, task: attributes, workers: { available } });
}

/** Pending tasks as they get workers: by priority, then by the order of their queue. */
function inOrder(state: TaskRouter): Task[] {
  const lifo = (task: Task) =>
    state.taskQueues.find(({ sid }) => sid === task.steps[task.step]?.queue)?.task_order === "LIFO";
  const waiting = state.tasks.filter(({ assignment_status: status }) => status === "pending");
  return waiting.sort((a, b) => {
    if (a.priority !== b.priority) return b.priority - a.priority;
    const age = Date.parse(a.virtual_start_time) - Date.parse(b.virtual_start_time);
    return lifo(a) && lifo(b) ? -age : age;
  });
}

function reserve(task: Task, state: TaskRouter, now: Date): void {
  const step = task.steps[task.step];
  if (!step) return;
  const queue = state.taskQueues.find(({ sid }) => sid === step.queue);
  const free = candidates(task, step, state).filter((worker) => hasTime(worker, task, state));
  const chosen = inTurn(free, task, step, state).slice(0, queue?.max_reserved_workers ?? 1);
  for (const worker of chosen) state.reservations.push(reservationOf(task, worker, now));
  if (chosen.length === 0) return;
  task.assignment_status = "reserved";
  touch(task, now);
}

/** Who had the task least often comes first, then as the target orders them, then who has least to do, then idle longest. */
function inTurn(workers: Worker[], task: Task, { order_by: order }: Step, state: TaskRouter): Worker[] {
  const had = ({ sid }: Worker) => reservationsOf(task, state).filter(({ worker_sid: by }) => by === sid).length;
  const [, path = "", direction] = /^\s*(?:worker\.)?([\w.]+)(?:\s+(ASC|DESC))?\s*$/i.exec(order ?? "") ?? [];
  const rank = (worker: Worker) => (path === "" ? 0 : Number(valueAt(workerAttributes(worker, state), path) ?? 0));
  const sign = direction?.toUpperCase() === "DESC" ? -1 : 1;
  return workers.sort(
    (a, b) =>
      had(a) - had(b) ||
      sign * (rank(a) - rank(b)) ||
      assignedTasks(a, undefined, state) - assignedTasks(b, undefined, state) ||
      Date.parse(a.date_status_changed) - Date.parse(b.date_status_changed),
  );
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    );
}

function reservationOf(task: Task, worker: Worker, now: Date): Reservation {
  const date = iso8601(now);
  return {
    sid: randomSid("WR"),
    workspace_sid: task.workspace_sid,
    version: 0,
    date_created: date,
    date_updated: date,
    reservation_status: "pending",
    task_sid: task.sid,
    worker_sid: worker.sid,
    worker_name: worker.friendly_name,
  };
}

export function reservationsOf(task: Task, state: TaskRouter): Reservation[] {
  return state.reservations.filter(({ task_sid: sid }) => sid === task.sid);
}
