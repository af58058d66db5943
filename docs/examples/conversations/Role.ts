import * as twilio from "@pulumi/twilio";

// Flex's own role, with one permission more than it comes with: agents may bring others in.
new twilio.conversations.Role("agent", {
  friendlyName: "agent",
  type: "conversation",
  permissions: [
    "sendMessage",
    "sendMediaMessage",
    "leaveConversation",
    "editConversationAttributes",
    "editOwnMessage",
    "editOwnMessageAttributes",
    "deleteOwnMessage",
    "addParticipant",
  ],
});
