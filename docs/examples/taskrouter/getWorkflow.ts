import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();
const workflow = await twilio.taskrouter.getWorkflow({ workspaceSid, friendlyName: "Assign to Anyone" });

export const defaultQueue = workflow.configuration.defaultFilter?.queue;
