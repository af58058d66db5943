import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown } from "./judging/violation.ts";

/** What Flex gives its own role `agent`, and needs of it: https://www.twilio.com/docs/flex/developer/conversations */
export const standardAgentPermissions: readonly string[] = [
  "deleteOwnMessage",
  "editConversationAttributes",
  "editOwnMessage",
  "editOwnMessageAttributes",
  "leaveConversation",
  "sendMediaMessage",
  "sendMessage",
];

/** Conversations' role `agent` keeps all that Flex gives it. */
export const agentRolePermissions = resourcePolicy({
  name: "agent-role-permissions",
  description: "The role agent of conversations keeps its seven standard permissions.",
  types: [twilioTypes.role],
  *judge({ props: { friendlyName, type, permissions } }) {
    // A name that differs in case or by spaces is the same role to people, and to nobody's use.
    if (String(friendlyName).trim().toLowerCase() !== "agent" || type === "service") return;
    if (!Array.isArray(permissions)) {
      const but = "the role agent has its seven standard permissions";
      yield { path: "permissions", is: shown(permissions), but, remedy: `list ${standardAgentPermissions.join(", ")}` };
      return;
    }
    const lacking = standardAgentPermissions.filter((needed) => !permissions.includes(needed));
    if (lacking.length === 0) return;
    const is = `without ${lacking.join(", ")}`;
    const but = "agents then lose messages, or can't leave a conversation";
    yield { path: "permissions", is, but, remedy: "add what is lacking, or give a role of another name" };
  },
});
