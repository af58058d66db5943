import { z } from "zod";
import { declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { sid } from "../sid.ts";
import {
  callsOf,
  findByFriendlyName,
  type MemberKind,
  memberLifecycle,
  memberSid,
  textOf,
  workspaceSid,
} from "./workspace-member.ts";

const activitySid = () => sid("WA", "activity").optional();

const inputs = z.strictObject({
  workspaceSid,
  friendlyName: z.string().min(1).max(64).describe("Its name, once in a workspace, 1 to 64 characters."),
  targetWorkers: z
    .string()
    .min(1)
    .default("1==1")
    .describe("Which workers may get its tasks: an expression over their attributes, all if not given."),
  maxReservedWorkers: z
    .int()
    .min(1)
    .max(50)
    .default(1)
    .describe("How many workers a task is offered to at the same time, 1 to 50."),
  taskOrder: z
    .enum(["FIFO", "LIFO"])
    .meta({ id: "twilio:taskrouter:TaskOrder" })
    .default("FIFO")
    .describe("Whether the oldest task comes first (`FIFO`) or the newest (`LIFO`)."),
  reservationActivitySid: activitySid().describe("The activity of a worker to whom a task is being offered."),
  assignmentActivitySid: activitySid().describe("The activity of a worker who has accepted a task."),
});

const at = { segment: "TaskQueues", key: "task_queues", prefix: "WQ" } as const;

const kind: MemberKind<z.output<typeof inputs>> = {
  ...at,
  title: "task queue",
  nameOf: ({ friendlyName }) => friendlyName,
  find: findByFriendlyName(at),
  form(declared, purpose) {
    // What is declared no more has to be taken away, which an empty field does.
    const unset = purpose === "create" ? undefined : "";
    return {
      FriendlyName: declared.friendlyName,
      TargetWorkers: declared.targetWorkers,
      MaxReservedWorkers: declared.maxReservedWorkers,
      TaskOrder: declared.taskOrder,
      ReservationActivitySid: declared.reservationActivitySid ?? unset,
      AssignmentActivitySid: declared.assignmentActivitySid ?? unset,
    };
  },
  declaredOf: (live) => ({
    friendlyName: String(live.friendly_name),
    targetWorkers: String(live.target_workers ?? ""),
    maxReservedWorkers: Number(live.max_reserved_workers),
    taskOrder: live.task_order === "LIFO" ? "LIFO" : "FIFO",
    reservationActivitySid: textOf(live.reservation_activity_sid),
    assignmentActivitySid: textOf(live.assignment_activity_sid),
  }),
};

/** A queue of tasks. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}/TaskQueues`. */
export const taskQueue = declarations<TwilioClient>().resource({
  type: "twilio:taskrouter:TaskQueue",
  description: `A queue in which tasks wait for a worker, and which workers they may go to.

Twilio deletes no queue that a workflow leads to: take it out of the workflow first.

**Blast radius**: the tasks in it, and all that its workflows send there.

**Can't be undone**: tasks that went to other workers while \`targetWorkers\` was wrong.`,
  reference: { calls: callsOf(at), importId: "the workspace's SID and its own: `WS…/WQ…`" },
  inputs,
  outputs: z.strictObject({ sid: z.string().describe(memberSid) }),
  replaceOn: ["workspaceSid"],
  stable: ["sid"],
  ...memberLifecycle(kind),
});
