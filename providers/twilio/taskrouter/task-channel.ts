import { z } from "zod";
import { type Context, declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { callsOf, type MemberKind, memberLifecycle, memberSid, pathOf, workspaceSid } from "./workspace-member.ts";

export const uniqueName = z
  .string()
  .regex(/^[\w-]{1,64}$/, "is no unique name; use 1 to 64 letters, digits, underscores and hyphens");

const inputs = z.strictObject({
  workspaceSid,
  uniqueName: uniqueName.describe(
    "The name that tasks and flows know it by, such as `voice`, once in a workspace. A change makes a new channel.",
  ),
  friendlyName: z.string().min(1).max(64).describe("The name that people see, 1 to 64 characters."),
  channelOptimizedRouting: z
    .boolean()
    .default(false)
    .describe("Whether a task goes to the worker that has been idle on this channel for longest."),
});

const at = { segment: "TaskChannels", key: "channels", prefix: "TC" } as const;

const kind: MemberKind<z.output<typeof inputs>> = {
  ...at,
  title: "task channel",
  nameOf: (declared) => declared.uniqueName,
  find: findByUniqueName,
  form: (declared, purpose) => ({
    FriendlyName: declared.friendlyName,
    UniqueName: purpose === "create" ? declared.uniqueName : undefined,
    ChannelOptimizedRouting: declared.channelOptimizedRouting,
  }),
  declaredOf: (live) => ({
    uniqueName: String(live.unique_name),
    friendlyName: String(live.friendly_name),
    channelOptimizedRouting: live.channel_optimized_routing === true,
  }),
};

/** The path takes the unique name instead of a SID. */
export async function findByUniqueName(
  workspace: string,
  name: string,
  { client, signal }: Pick<Context<TwilioClient>, "client" | "signal">,
): Promise<TwilioAnswer | undefined> {
  const path = `${pathOf(workspace, at.segment)}/${name}`;
  return await unlessAbsent(client.request({ product: "taskrouter", method: "GET", path }, signal));
}

/** A kind of tasks. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}/TaskChannels`. */
export const taskChannel = declarations<TwilioClient>().resource({
  type: "twilio:taskrouter:TaskChannel",
  description: `A kind of tasks, of which each worker can take so many at a time.

Flex has \`default\`, \`voice\`, \`chat\`, \`sms\`, \`video\` and \`email\` from the start: look those up instead.

**Blast radius**: the tasks of the channel, and the capacity of all workers on it.

**Can't be undone**: with a channel go the capacities that workers have on it.`,
  reference: { calls: callsOf(at), importId: "the workspace's SID and its own: `WS…/TC…`" },
  inputs,
  outputs: z.strictObject({ sid: z.string().describe(memberSid) }),
  replaceOn: ["workspaceSid", "uniqueName"],
  stable: ["sid"],
  ...memberLifecycle(kind),
});
