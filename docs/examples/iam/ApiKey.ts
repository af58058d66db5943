import * as twilio from "@pulumi/twilio";

// A service that reads recordings, and can do nothing else.
const key = new twilio.iam.ApiKey("playback", {
  friendlyName: "playback",
  policy: { allow: ["/twilio/voice/recordings/read", "/twilio/voice/recordings/list"] },
});

export const user = key.sid;
export const password = key.secret;
