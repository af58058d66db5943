import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();
const missed = new twilio.taskrouter.Activity("missed", { workspaceSid, friendlyName: "Missed a task" });

new twilio.taskrouter.Workspace("flex", {
  friendlyName: "Flex Task Assignment",
  eventCallbackUrl: "https://events.example.com/taskrouter",
  eventsFilter: "task.created,task.completed,task.canceled",
  timeoutActivitySid: missed.sid,
});
