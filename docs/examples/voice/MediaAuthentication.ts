import * as twilio from "@pulumi/twilio";

// Fails where recordings can be had without credentials.
export const recordingsAreClosed = new twilio.voice.MediaAuthentication("recordings").proven;
