import { z } from "zod";
import type { Slice } from "../state/store.ts";
import { flexWorkspace } from "./flex-workspace.ts";
import { reservationSchema, taskSchema, workerSchema } from "./work.ts";

const timestamps = { date_created: z.string(), date_updated: z.string() };

const workspaceSchema = z.strictObject({
  sid: z.string(),
  friendly_name: z.string(),
  event_callback_url: z.string(),
  events_filter: z.string().nullable(),
  multi_task_enabled: z.boolean(),
  prioritize_queue_order: z.enum(["FIFO", "LIFO"]),
  default_activity_sid: z.string(),
  timeout_activity_sid: z.string(),
  ...timestamps,
});

const member = { sid: z.string(), workspace_sid: z.string(), friendly_name: z.string(), ...timestamps };

const workflowSchema = z.strictObject({
  ...member,
  /** JSON, as it was given. */
  configuration: z.string(),
  task_reservation_timeout: z.int(),
  assignment_callback_url: z.string(),
  fallback_assignment_callback_url: z.string(),
});

const taskQueueSchema = z.strictObject({
  ...member,
  target_workers: z.string(),
  max_reserved_workers: z.int(),
  task_order: z.enum(["FIFO", "LIFO"]),
  reservation_activity_sid: z.string().nullable(),
  assignment_activity_sid: z.string().nullable(),
});

const taskChannelSchema = z.strictObject({
  ...member,
  unique_name: z.string(),
  channel_optimized_routing: z.boolean(),
});

const activitySchema = z.strictObject({ ...member, available: z.boolean() });

const taskRouterSchema = z.strictObject({
  workspaces: z.array(workspaceSchema),
  workflows: z.array(workflowSchema),
  taskQueues: z.array(taskQueueSchema),
  taskChannels: z.array(taskChannelSchema),
  activities: z.array(activitySchema),
  // What older state files don't have.
  workers: z.array(workerSchema).default([]),
  tasks: z.array(taskSchema).default([]),
  reservations: z.array(reservationSchema).default([]),
});

export type Workspace = z.infer<typeof workspaceSchema>;
export type Workflow = z.infer<typeof workflowSchema>;
export type TaskQueue = z.infer<typeof taskQueueSchema>;
export type TaskChannel = z.infer<typeof taskChannelSchema>;
export type Activity = z.infer<typeof activitySchema>;
export type TaskRouter = z.infer<typeof taskRouterSchema>;

/** The account's TaskRouter: a fresh account has the workspace that Flex set up. */
export const taskRouterSlice: Slice<TaskRouter> = { schema: taskRouterSchema, fresh: flexWorkspace };
