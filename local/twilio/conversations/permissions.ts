/** What a role of type `conversation` may allow. https://www.twilio.com/docs/conversations/api/role-resource */
export const conversationPermissions: readonly string[] = [
  "addParticipant",
  "addNonChatParticipant",
  "removeParticipant",
  "leaveConversation",
  "sendMessage",
  "sendMediaMessage",
  "deleteAnyMessage",
  "deleteOwnMessage",
  "deleteConversation",
  "editAnyMessage",
  "editAnyMessageAttributes",
  "editOwnMessage",
  "editOwnMessageAttributes",
  "editAnyParticipantAttributes",
  "editOwnParticipantAttributes",
  "editConversationAttributes",
  "editConversationName",
  "editNotificationLevel",
];

/** What a role of type `service` may allow: Flex's own service roles hold permissions of both kinds. */
export const servicePermissions: readonly string[] = [
  "createConversation",
  "joinConversation",
  "editAnyUserInfo",
  "editOwnUserInfo",
  ...conversationPermissions,
];

export interface StandardRole {
  readonly name: string;
  readonly type: "conversation" | "service";
  readonly permissions: readonly string[];
}

const agent = [
  "editConversationAttributes",
  "sendMessage",
  "sendMediaMessage",
  "leaveConversation",
  "editOwnMessage",
  "editOwnMessageAttributes",
  "deleteOwnMessage",
];
const moderator = [...agent, "editAnyMessage", "editAnyMessageAttributes", "deleteAnyMessage"];

/**
 * The roles that Flex makes when it is set up.
 * https://www.twilio.com/docs/flex/admin-guide/setup/conversations/conversations-roles
 */
export const flexRoles: readonly StandardRole[] = [
  {
    name: "admin",
    type: "service",
    permissions: [
      "joinConversation",
      "deleteConversation",
      "addParticipant",
      "removeParticipant",
      "editConversationAttributes",
      "editOwnUserInfo",
      "editAnyUserInfo",
    ],
  },
  {
    name: "supervisor",
    type: "service",
    permissions: ["joinConversation", "addParticipant", "removeParticipant", "editOwnUserInfo"],
  },
  { name: "guest", type: "conversation", permissions: ["sendMessage", "sendMediaMessage", "leaveConversation"] },
  { name: "agent", type: "conversation", permissions: agent },
  { name: "admin", type: "conversation", permissions: moderator },
  { name: "supervisor", type: "conversation", permissions: moderator },
];

/** The roles that a service has when it is made. */
export const serviceRoles: readonly StandardRole[] = [
  {
    name: "service admin",
    type: "service",
    permissions: ["createConversation", "joinConversation", "editAnyUserInfo", "editOwnUserInfo"],
  },
  {
    name: "service user",
    type: "service",
    permissions: ["createConversation", "joinConversation", "editOwnUserInfo"],
  },
  { name: "channel admin", type: "conversation", permissions: conversationPermissions },
  {
    name: "channel user",
    type: "conversation",
    permissions: ["sendMessage", "sendMediaMessage", "leaveConversation", "editOwnMessage", "deleteOwnMessage"],
  },
];
