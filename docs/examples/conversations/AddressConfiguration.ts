import * as twilio from "@pulumi/twilio";

const flow = "FW0123456789abcdef0123456789abcdef";

// A text message makes a conversation, and a Studio flow decides what becomes of it.
new twilio.conversations.AddressConfiguration("sms", {
  type: "sms",
  address: "+14155550100",
  friendlyName: "Help by text message",
  autoCreation: { type: "studio", flowSid: flow, retryCount: 3 },
});

// A web chat names this one by its SID.
export const webChat = new twilio.conversations.AddressConfiguration("chat", {
  type: "chat",
  address: "web",
  autoCreation: { type: "studio", flowSid: flow },
}).sid;
