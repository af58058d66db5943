import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();

new twilio.taskrouter.TaskChannel("callback", {
  workspaceSid,
  uniqueName: "callback",
  friendlyName: "Callback",
});
