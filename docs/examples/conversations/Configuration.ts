import * as twilio from "@pulumi/twilio";

// A conversation in which nobody writes sleeps after eight hours and is closed after three days.
new twilio.conversations.Configuration("conversations", {
  defaultInactiveTimer: "PT8H",
  defaultClosedTimer: "P3D",
});
