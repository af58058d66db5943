import { z } from "zod";
import { declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { configurationOf, workflowConfiguration } from "./workflow-configuration.ts";
import { findByFriendlyName, memberInputs, present, textOf } from "./workspace-member.ts";

const at = { segment: "Workflows", key: "workflows" } as const;
const find = findByFriendlyName(at);

/** Looks a workflow up. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}/Workflows`. */
export const getWorkflow = declarations<TwilioClient>().function({
  type: "twilio:taskrouter:getWorkflow",
  description: "A workflow of a workspace, by its name; Flex's own first one is `Assign to Anyone`.",
  reference: { calls: ["GET taskrouter.twilio.com/v1/Workspaces/{WS}/Workflows"] },
  inputs: z.strictObject(memberInputs),
  outputs: z.strictObject({
    sid: z.string().describe("Its SID."),
    workspaceSid: z.string().describe("The workspace that it is in."),
    friendlyName: z.string().describe("Its name."),
    configuration: workflowConfiguration.describe("Which tasks go to which queues."),
    taskReservationTimeout: z.int().describe("How long a worker has to accept a task, in seconds."),
    assignmentCallbackUrl: z.string().optional().describe("What TaskRouter asks when it has found a worker."),
    fallbackAssignmentCallbackUrl: z.string().optional().describe("What it asks when that fails."),
  }),
  async invoke({ workspaceSid, friendlyName }, context) {
    const live = present(await find(workspaceSid, friendlyName, context), "workflow", friendlyName);
    return {
      sid: String(live.sid),
      workspaceSid: String(live.workspace_sid),
      friendlyName: String(live.friendly_name),
      configuration: configurationOf(live.configuration),
      taskReservationTimeout: Number(live.task_reservation_timeout),
      assignmentCallbackUrl: textOf(live.assignment_callback_url),
      fallbackAssignmentCallbackUrl: textOf(live.fallback_assignment_callback_url),
    };
  },
});
