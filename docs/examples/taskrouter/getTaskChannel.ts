import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();

export const { sid } = await twilio.taskrouter.getTaskChannel({ workspaceSid, uniqueName: "voice" });
