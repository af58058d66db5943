import * as twilio from "@pulumi/twilio";

export const { sid } = await twilio.taskrouter.getWorkspace();
