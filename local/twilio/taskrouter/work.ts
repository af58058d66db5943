import { z } from "zod";

/** Raised with every change; an ETag is made of it. */
const version = z.int();
const versioned = {
  sid: z.string(),
  workspace_sid: z.string(),
  version,
  date_created: z.string(),
  date_updated: z.string(),
};

const workerChannelSchema = z.strictObject({
  task_channel_sid: z.string(),
  configured_capacity: z.int(),
  available: z.boolean(),
  date_updated: z.string(),
});

export const workerSchema = z.strictObject({
  ...versioned,
  friendly_name: z.string(),
  /** JSON, as it was given. */
  attributes: z.string(),
  activity_sid: z.string(),
  date_status_changed: z.string(),
  /** What was changed of its channels; of any other it takes one task at a time. */
  channels: z.array(workerChannelSchema),
});

export const taskStatuses = ["pending", "reserved", "assigned", "canceled", "completed", "wrapping"] as const;

/** A step of a task's way: the queue that it waits in, and who may get it there. */
const stepSchema = z.strictObject({
  queue: z.string().nullable(),
  /** What a worker must match besides the queue's own expression. */
  expression: z.string().optional(),
  skip_if: z.string().optional(),
  priority: z.int().optional(),
  /** Seconds until the next step. */
  timeout: z.int().optional(),
  order_by: z.string().optional(),
  known_worker_sid: z.string().optional(),
  known_worker_friendly_name: z.string().optional(),
});

export const taskSchema = z.strictObject({
  ...versioned,
  assignment_status: z.enum(taskStatuses),
  /** JSON, as it was given. */
  attributes: z.string(),
  priority: z.int(),
  reason: z.string().nullable(),
  /** Seconds that it may wait. */
  timeout: z.int(),
  task_queue_entered_date: z.string().nullable(),
  task_channel_sid: z.string(),
  workflow_sid: z.string().nullable(),
  virtual_start_time: z.string(),
  ignore_capacity: z.boolean(),
  routing_target: z.string().nullable(),
  steps: z.array(stepSchema),
  /** Which of the steps it is at. */
  step: z.int(),
  /** When it was completed or canceled; it is gone some minutes later. */
  ended: z.string().nullable(),
});

export const reservationStatuses = [
  "pending",
  "accepted",
  "rejected",
  "timeout",
  "canceled",
  "rescinded",
  "wrapping",
  "completed",
] as const;

export const reservationSchema = z.strictObject({
  ...versioned,
  reservation_status: z.enum(reservationStatuses),
  task_sid: z.string(),
  worker_sid: z.string(),
  worker_name: z.string(),
});

export type Worker = z.infer<typeof workerSchema>;
export type WorkerChannel = z.infer<typeof workerChannelSchema>;
export type Task = z.infer<typeof taskSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Reservation = z.infer<typeof reservationSchema>;

const activeStatuses: readonly Reservation["reservation_status"][] = ["pending", "accepted", "wrapping"];

/** Whether it takes up a worker's capacity. */
export function isActive({ reservation_status: status }: Reservation): boolean {
  return activeStatuses.includes(status);
}

/** What a worker takes on a channel. */
export function workerChannel({ channels, date_created }: Worker, taskChannelSid: string): WorkerChannel {
  const untouched = { task_channel_sid: taskChannelSid, configured_capacity: 1, available: true };
  const changed = channels.find(({ task_channel_sid: sid }) => sid === taskChannelSid);
  return changed ?? { ...untouched, date_updated: date_created };
}

/** The queue that a task waits in, or waited in last; null where it goes straight to a worker. */
export function queueOf({ steps, step }: Task): string | null {
  return steps[step]?.queue ?? null;
}
