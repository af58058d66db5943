import type { JsonObject } from "../http/parameters.ts";
import { type Attributes, evaluate, expressionFault } from "./expression.ts";
import type { TaskRouter, Workflow } from "./state.ts";
import { isActive, type Step, type Task, type Worker, workerChannel } from "./work.ts";

interface Target {
  readonly queue: string;
  readonly priority?: string | number;
  readonly timeout?: string | number;
  readonly [text: string]: string | number | undefined;
}

interface Configuration {
  readonly task_routing: {
    readonly filters?: readonly { readonly expression: string; readonly targets: readonly Target[] }[];
    readonly default_filter?: Target;
  };
}

/** The way that a workflow sends a task: the targets of the first filter that matches, then the default filter's. */
export function stepsOf({ configuration }: Workflow, attributes: Attributes): Step[] {
  const { filters = [], default_filter: fallback } = (JSON.parse(configuration) as Configuration).task_routing;
  const filter = filters.find(({ expression }) => matches(expression, { ...attributes, task: attributes }));
  return [...(filter?.targets ?? []), ...(fallback ? [fallback] : [])].map(stepTo);
}

function stepTo({ queue, priority, timeout, ...rest }: Target): Step {
  const texts = Object.fromEntries(Object.entries(rest).filter(([, text]) => text !== undefined && text !== ""));
  return {
    ...texts,
    queue,
    ...(priority === undefined ? {} : { priority: Number(priority) }),
    ...(timeout === undefined ? {} : { timeout: Number(timeout) }),
  };
}

/** An expression that an older state file has and that can't be read matches nothing. */
export function matches(expression: string, attributes: Attributes): boolean {
  return expressionFault(expression) === undefined && evaluate(expression, attributes);
}

export function attributesOf({ attributes }: { readonly attributes: string }): JsonObject {
  return JSON.parse(attributes) as JsonObject;
}

/** A worker as expressions see it. */
export function workerAttributes(worker: Worker, { activities }: TaskRouter): Attributes {
  const { sid, friendly_name, activity_sid } = worker;
  const activity_name = activities.find((activity) => activity.sid === activity_sid)?.friendly_name ?? null;
  return { ...attributesOf(worker), sid, friendly_name, activity_sid, activity_name };
}

/** Whether tasks of a queue may go to a worker. */
export function isInQueue(worker: Worker, queueSid: string, state: TaskRouter): boolean {
  const queue = state.taskQueues.find(({ sid }) => sid === queueSid);
  const attributes = workerAttributes(worker, state);
  return queue !== undefined && matches(queue.target_workers, { ...attributes, worker: attributes });
}

/** The workers who may get a task at its step, whether they have time or not. */
export function candidates(task: Task, step: Step, state: TaskRouter): Worker[] {
  const attributes = attributesOf(task);
  const known = knownWorker(step, attributes);
  return state.workers.filter((worker) => {
    if (worker.workspace_sid !== task.workspace_sid) return false;
    if (task.routing_target?.startsWith("WK") && task.routing_target !== worker.sid) return false;
    if (known && !known(worker)) return false;
    if (step.queue !== null && !isInQueue(worker, step.queue, state)) return false;
    const context = { task: attributes, worker: workerAttributes(worker, state) };
    return step.expression === undefined || matches(step.expression, context);
  });
}

/** A target may name the attribute of the task that says which worker is to get it. */
function knownWorker(step: Step, attributes: Attributes): ((worker: Worker) => boolean) | undefined {
  const { known_worker_sid: sid, known_worker_friendly_name: name } = step;
  const context = { task: attributes };
  if (sid !== undefined) return (worker) => matches(`${sid} == worker`, { ...context, worker: worker.sid });
  if (name !== undefined) return (worker) => matches(`${name} == worker`, { ...context, worker: worker.friendly_name });
  return undefined;
}

export function isAvailable(worker: Worker, { activities }: TaskRouter): boolean {
  return activities.some(({ sid, available }) => sid === worker.activity_sid && available);
}

/** How many of a worker's tasks are on a channel; on any, where a workspace knows one task at a time only. */
export function assignedTasks(worker: Worker, channelSid: string | undefined, state: TaskRouter): number {
  return state.reservations.filter((reservation) => {
    if (reservation.worker_sid !== worker.sid || !isActive(reservation)) return false;
    const task = state.tasks.find(({ sid }) => sid === reservation.task_sid);
    return task !== undefined && (channelSid === undefined || task.task_channel_sid === channelSid);
  }).length;
}

/** Whether a worker can take a task now: activity, channel and capacity. */
export function hasTime(worker: Worker, task: Task, state: TaskRouter): boolean {
  if (task.ignore_capacity) return true;
  const channel = workerChannel(worker, task.task_channel_sid);
  if (!isAvailable(worker, state) || !channel.available) return false;
  const single = !state.workspaces.find(({ sid }) => sid === task.workspace_sid)?.multi_task_enabled;
  if (single) return assignedTasks(worker, undefined, state) === 0;
  return assignedTasks(worker, task.task_channel_sid, state) < channel.configured_capacity;
}
