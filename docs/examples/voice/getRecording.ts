import * as twilio from "@pulumi/twilio";

export const seconds = twilio.voice
  .getRecording({ sid: "RE0123456789abcdef0123456789abcdef" })
  .then(({ durationSeconds }) => durationSeconds);
