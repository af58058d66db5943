import * as twilio from "@pulumi/twilio";

const { sid: workspaceSid } = await twilio.taskrouter.getWorkspace();
const everyone = await twilio.taskrouter.getTaskQueue({ workspaceSid, friendlyName: "Everyone" });
const sales = new twilio.taskrouter.TaskQueue("sales", { workspaceSid, friendlyName: "Sales" });

new twilio.taskrouter.Workflow("calls", {
  workspaceSid,
  friendlyName: "Calls",
  taskReservationTimeout: 60,
  configuration: {
    filters: [
      {
        filterFriendlyName: "Sales first",
        expression: "topic == 'sales'",
        targets: [
          { queue: sales.sid, priority: 10, timeout: 30, skipIf: "workers.available == 0" },
          { queue: everyone.sid, priority: 10 },
        ],
      },
    ],
    defaultFilter: { queue: everyone.sid },
  },
});
