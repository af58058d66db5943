import * as twilio from "@pulumi/twilio";

const flow = await twilio.studio.getFlow({ friendlyName: "Calls" });

export const voiceUrl = flow.webhookUrl;
