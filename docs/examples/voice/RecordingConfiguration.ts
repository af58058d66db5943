import * as twilio from "@pulumi/twilio";

// Both sides of a call on a channel each, nothing cut off; the team's own service is told of each recording.
const callback = { url: "https://recordings.example.com/finished", events: ["completed", "absent"] } as const;

export const recordings = new twilio.voice.RecordingConfiguration("contact-centre", {
  uniqueName: "contact-centre",
  description: "Calls of the contact centre",
  compositionPolicy: { channels: "dual", trim: "do-not-trim" },
  callRecordingStatusCallback: { url: callback.url, events: [...callback.events] },
  conferenceRecordingStatusCallback: { url: callback.url, events: [...callback.events] },
}).configurationId;
