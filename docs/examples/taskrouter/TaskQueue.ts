import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();

new twilio.taskrouter.TaskQueue("sales", {
  workspaceSid,
  friendlyName: "Sales",
  targetWorkers: "routing.skills HAS 'sales'",
});
