import * as twilio from "@pulumi/twilio";

const account = "AC0123456789abcdef0123456789abcdef";
const flow = "FW0123456789abcdef0123456789abcdef";

// Calls go to a Studio flow; messages go to Conversations only, so the number has no messaging webhook of its own.
new twilio.phone.IncomingNumber("help", {
  phoneNumber: "+14155550100",
  voiceUrl: `https://webhooks.twilio.com/v1/Accounts/${account}/Flows/${flow}`,
  voiceMethod: "POST",
  smsUrl: "",
});
