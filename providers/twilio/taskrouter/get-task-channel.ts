import { z } from "zod";
import { declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { findByUniqueName, uniqueName } from "./task-channel.ts";
import { memberInputs, present } from "./workspace-member.ts";

/** Looks a task channel up. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}/TaskChannels/{TC or unique name}`. */
export const getTaskChannel = declarations<TwilioClient>().function({
  type: "twilio:taskrouter:getTaskChannel",
  description: "A task channel of a workspace, by its unique name, such as `voice`.",
  reference: { calls: ["GET taskrouter.twilio.com/v1/Workspaces/{WS}/TaskChannels/{TC}"] },
  inputs: z.strictObject({
    workspaceSid: memberInputs.workspaceSid,
    uniqueName: uniqueName.describe("Its unique name, such as `voice`, `chat`, `sms`, `email`, `video` or `default`."),
  }),
  outputs: z.strictObject({
    sid: z.string().describe("Its SID."),
    workspaceSid: z.string().describe("The workspace that it is in."),
    uniqueName: z.string().describe("Its unique name."),
    friendlyName: z.string().describe("The name that people see."),
    channelOptimizedRouting: z.boolean().describe("Whether a task goes to the worker idle on it for longest."),
  }),
  async invoke({ workspaceSid, uniqueName: name }, context) {
    const live = present(await findByUniqueName(workspaceSid, name, context), "task channel", name, "uniqueName");
    return {
      sid: String(live.sid),
      workspaceSid: String(live.workspace_sid),
      uniqueName: String(live.unique_name),
      friendlyName: String(live.friendly_name),
      channelOptimizedRouting: live.channel_optimized_routing === true,
    };
  },
});
