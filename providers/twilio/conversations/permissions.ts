/** What a participant may be allowed in a conversation: a role of type `conversation`. */
export const conversationPermissions = [
  "addNonChatParticipant",
  "addParticipant",
  "deleteAnyMessage",
  "deleteConversation",
  "deleteOwnMessage",
  "editAnyMessage",
  "editAnyMessageAttributes",
  "editAnyParticipantAttributes",
  "editConversationAttributes",
  "editConversationName",
  "editNotificationLevel",
  "editOwnMessage",
  "editOwnMessageAttributes",
  "editOwnParticipantAttributes",
  "leaveConversation",
  "removeParticipant",
  "sendMediaMessage",
  "sendMessage",
] as const;

/** What only a user of the whole service may be allowed: a role of type `service`, which may hold the others too. */
export const serviceOnlyPermissions = [
  "createConversation",
  "editAnyUserInfo",
  "editOwnUserInfo",
  "joinConversation",
] as const;

/** What Flex needs of its own role `agent`: without one of these agents lose messages or can't leave a conversation. */
export const agentPermissions = [
  "deleteOwnMessage",
  "editConversationAttributes",
  "editOwnMessage",
  "editOwnMessageAttributes",
  "leaveConversation",
  "sendMediaMessage",
  "sendMessage",
] as const;
