import { readFileSync } from "node:fs";
import { CustomResource } from "@pulumi/pulumi";

const [{ inputs: common }] = JSON.parse(readFileSync("resources.json", "utf8"));
const { workspaceSid } = common;
const make = (token, name, inputs) =>
  new CustomResource(`twilio:${token}`, name, { sid: undefined, webhookUrl: undefined, ...inputs });

// Each names the one before it by a SID that a preview doesn't know.
const queue = make("taskrouter:TaskQueue", "queue", { workspaceSid, friendlyName: "Sales" });
const workflow = make("taskrouter:Workflow", "workflow", {
  workspaceSid,
  friendlyName: "Calls",
  configuration: { defaultFilter: { queue: queue.sid } },
});
make("studio:Flow", "flow", {
  friendlyName: "Calls",
  status: "published",
  definition: {
    initial_state: "Trigger",
    states: [
      { name: "Trigger", type: "trigger", transitions: [{ event: "incomingCall", next: "Agent" }] },
      { name: "Agent", type: "send-to-flex", properties: { workflow: workflow.sid, channel: "voice" } },
    ],
  },
});
