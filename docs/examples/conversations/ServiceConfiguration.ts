import * as twilio from "@pulumi/twilio";

// Whoever makes a conversation in this service may do what a coach may.
const service = "IS0123456789abcdef0123456789abcdef";

const coach = new twilio.conversations.Role("coach", {
  chatServiceSid: service,
  friendlyName: "coach",
  type: "conversation",
  permissions: ["sendMessage", "sendMediaMessage", "leaveConversation", "addParticipant"],
});

new twilio.conversations.ServiceConfiguration("flex", {
  chatServiceSid: service,
  defaultConversationCreatorRoleSid: coach.sid,
  reachabilityEnabled: true,
});
