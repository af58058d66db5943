import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();

new twilio.taskrouter.Activity("training", { workspaceSid, friendlyName: "Training", available: false });
