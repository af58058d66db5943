import { z } from "zod";
import { declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { findByFriendlyName, memberInputs, present, textOf } from "./workspace-member.ts";

const at = { segment: "TaskQueues", key: "task_queues" } as const;
const find = findByFriendlyName(at);

/** Looks a task queue up. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}/TaskQueues`. */
export const getTaskQueue = declarations<TwilioClient>().function({
  type: "twilio:taskrouter:getTaskQueue",
  description: "A task queue of a workspace, by its name; Flex's own first one is `Everyone`.",
  reference: { calls: ["GET taskrouter.twilio.com/v1/Workspaces/{WS}/TaskQueues"] },
  inputs: z.strictObject(memberInputs),
  outputs: z.strictObject({
    sid: z.string().describe("Its SID."),
    workspaceSid: z.string().describe("The workspace that it is in."),
    friendlyName: z.string().describe("Its name."),
    targetWorkers: z.string().optional().describe("Which workers may get its tasks; none if not set."),
    maxReservedWorkers: z.int().describe("How many workers a task is offered to at the same time."),
    taskOrder: z.string().describe("`FIFO` or `LIFO`."),
    reservationActivitySid: z.string().optional().describe("The activity of a worker to whom a task is being offered."),
    assignmentActivitySid: z.string().optional().describe("The activity of a worker who has accepted a task."),
  }),
  async invoke({ workspaceSid, friendlyName }, context) {
    const live = present(await find(workspaceSid, friendlyName, context), "task queue", friendlyName);
    return {
      sid: String(live.sid),
      workspaceSid: String(live.workspace_sid),
      friendlyName: String(live.friendly_name),
      targetWorkers: textOf(live.target_workers),
      maxReservedWorkers: Number(live.max_reserved_workers),
      taskOrder: String(live.task_order),
      reservationActivitySid: textOf(live.reservation_activity_sid),
      assignmentActivitySid: textOf(live.assignment_activity_sid),
    };
  },
});
