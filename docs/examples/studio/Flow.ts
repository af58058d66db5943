import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();
const workflow = await twilio.taskrouter.getWorkflow({ workspaceSid, friendlyName: "Assign to Anyone" });

export const calls = new twilio.studio.Flow("calls", {
  friendlyName: "Calls",
  status: "published",
  commitMessage: "Record both sides",
  definition: {
    description: "Records a call and hands it to an agent",
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    states: [
      { name: "Trigger", type: "trigger", transitions: [{ event: "incomingCall", next: "Greeting" }], properties: {} },
      {
        name: "Greeting",
        type: "say-play",
        transitions: [{ event: "audioComplete", next: "Record" }],
        properties: { say: "This call is recorded.", loop: 1 },
      },
      {
        name: "Record",
        type: "record-call",
        transitions: [
          { event: "success", next: "Agent" },
          { event: "failed", next: "Agent" },
        ],
        properties: { record_call: true, recording_channels: "dual", trim: "do-not-trim" },
      },
      {
        name: "Agent",
        type: "send-to-flex",
        transitions: [{ event: "callComplete" }, { event: "failedToEnqueue" }, { event: "callFailure" }],
        properties: { workflow: workflow.sid, channel: "voice", attributes: JSON.stringify({ type: "inbound" }) },
      },
    ],
  },
});

export const voiceUrl = calls.webhookUrl;
