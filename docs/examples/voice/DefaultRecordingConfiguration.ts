import * as twilio from "@pulumi/twilio";

// Recordings of the whole account have two channels, unless a call says otherwise.
new twilio.voice.DefaultRecordingConfiguration("account", {
  compositionPolicy: { channels: "dual" },
});
