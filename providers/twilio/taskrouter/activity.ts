import { z } from "zod";
import { declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import {
  callsOf,
  findByFriendlyName,
  type MemberKind,
  memberLifecycle,
  memberSid,
  workspaceSid,
} from "./workspace-member.ts";

const inputs = z.strictObject({
  workspaceSid,
  friendlyName: z.string().min(1).max(64).describe("Its name, once in a workspace, 1 to 64 characters; agents see it."),
  available: z
    .boolean()
    .default(false)
    .describe("Whether workers get tasks while they are in it. A change makes a new activity with another SID."),
});

const at = { segment: "Activities", key: "activities", prefix: "WA" } as const;

const kind: MemberKind<z.output<typeof inputs>> = {
  ...at,
  title: "activity",
  nameOf: ({ friendlyName }) => friendlyName,
  find: findByFriendlyName(at),
  form: ({ friendlyName, available }, purpose) => ({
    FriendlyName: friendlyName,
    Available: purpose === "create" ? available : undefined,
  }),
  declaredOf: (live) => ({ friendlyName: String(live.friendly_name), available: live.available === true }),
};

/** An activity of workers. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}/Activities`. */
export const activity = declarations<TwilioClient>().resource({
  type: "twilio:taskrouter:Activity",
  description: `An activity in which a worker can be, such as a break, and whether it gets tasks there.

Twilio deletes no activity in which there are workers, nor one that a workspace falls back to.

**Blast radius**: the workers that are in it, and what agents can choose from.

**Can't be undone**: a replaced activity has another SID; who named the old one in a plugin or a report names nothing.`,
  reference: { calls: callsOf(at), importId: "the workspace's SID and its own: `WS…/WA…`" },
  inputs,
  outputs: z.strictObject({ sid: z.string().describe(memberSid) }),
  replaceOn: ["workspaceSid", "available"],
  // The new one has the name of the old one.
  deleteBeforeReplace: true,
  stable: ["sid"],
  ...memberLifecycle(kind),
});
