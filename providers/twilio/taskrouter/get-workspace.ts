import { z } from "zod";
import { declarations, ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { textOf } from "./workspace-member.ts";
import { findWorkspace } from "./workspaces.ts";

/** Looks a workspace up. Source: `taskrouter.twilio.com/v1/Workspaces`. */
export const getWorkspace = declarations<TwilioClient>().function({
  type: "twilio:taskrouter:getWorkspace",
  description: "A TaskRouter workspace, by its name.",
  reference: { calls: ["GET taskrouter.twilio.com/v1/Workspaces"] },
  inputs: z.strictObject({
    friendlyName: z
      .string()
      .min(1)
      .default("Flex Task Assignment")
      .describe("The workspace's name; that of Flex's own if not given."),
  }),
  outputs: z.strictObject({
    sid: z.string().describe("Its SID."),
    friendlyName: z.string().describe("Its name."),
    defaultActivitySid: z.string().optional().describe("The activity of a new worker."),
    timeoutActivitySid: z.string().optional().describe("The activity of a worker who let a task pass by."),
    eventCallbackUrl: z.string().optional().describe("What TaskRouter tells of events."),
    eventsFilter: z.string().optional().describe("Which events it tells of."),
    multiTaskEnabled: z.boolean().describe("Whether workers can have several tasks."),
    prioritizeQueueOrder: z.string().optional().describe("`FIFO` or `LIFO`."),
  }),
  async invoke({ friendlyName }, context) {
    const live = await findWorkspace({ friendlyName }, context);
    if (live === undefined) {
      throw new ProviderError(
        `friendlyName: no workspace of this account is named "${friendlyName}"; give one that is there.`,
      );
    }
    return {
      sid: String(live.sid),
      friendlyName: String(live.friendly_name),
      defaultActivitySid: textOf(live.default_activity_sid),
      timeoutActivitySid: textOf(live.timeout_activity_sid),
      eventCallbackUrl: textOf(live.event_callback_url),
      eventsFilter: textOf(live.events_filter),
      multiTaskEnabled: live.multi_task_enabled === true,
      prioritizeQueueOrder: textOf(live.prioritize_queue_order),
    };
  },
});
