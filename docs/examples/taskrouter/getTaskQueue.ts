import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();

export const { sid } = await twilio.taskrouter.getTaskQueue({ workspaceSid, friendlyName: "Everyone" });
