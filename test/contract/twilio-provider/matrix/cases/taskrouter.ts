import type { ApiObject } from "../account-view.ts";
import type { ResourceCase } from "../case.ts";

const host = "taskrouter.twilio.com";

export const workspace: ResourceCase = {
  type: "twilio:taskrouter:Workspace",
  adopted: true,
  declare: async (_, view) => ({
    inputs: { sid: view.workspaceSid, eventCallbackUrl: "https://example.com/before", prioritizeQueueOrder: "LIFO" },
    changed: { sid: view.workspaceSid, eventCallbackUrl: "https://example.com/after", prioritizeQueueOrder: "FIFO" },
    count: async () => 1,
    snapshot: () => view.snapshot(host, `/v1/Workspaces/${view.workspaceSid}`),
  }),
};

/** A case of something in the workspace that is told apart by a name. */
function member(
  kind: { type: string; segment: string; key: string; names: ApiObject[] },
  inputs: (workspaceSid: string, queueSid: string) => { inputs: ApiObject; changed: ApiObject; replaced?: ApiObject },
): ResourceCase {
  const { type, segment, key, names } = kind;
  return {
    type,
    adopted: false,
    declare: async (_, view) => {
      const path = `/v1/Workspaces/${view.workspaceSid}`;
      const [queue] = await view.list(host, `${path}/TaskQueues`, "task_queues");
      const declared = inputs(view.workspaceSid, String(queue?.sid));
      return {
        inputs: { workspaceSid: view.workspaceSid, ...declared.inputs } as never,
        changed: { workspaceSid: view.workspaceSid, ...declared.inputs, ...declared.changed } as never,
        ...(declared.replaced && {
          replaced: { workspaceSid: view.workspaceSid, ...declared.inputs, ...declared.replaced } as never,
        }),
        count: async () => {
          const counts = names.map((name) => view.count(host, `${path}/${segment}`, key, name));
          return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
        },
      };
    },
  };
}

export const taskQueue = member(
  {
    type: "twilio:taskrouter:TaskQueue",
    segment: "TaskQueues",
    key: "task_queues",
    names: [{ friendly_name: "Matrix" }],
  },
  () => ({
    inputs: { friendlyName: "Matrix", targetWorkers: "1==1", maxReservedWorkers: 1, taskOrder: "FIFO" },
    changed: { targetWorkers: 'skill == "x"', maxReservedWorkers: 4, taskOrder: "LIFO" },
  }),
);

export const taskChannel = member(
  {
    type: "twilio:taskrouter:TaskChannel",
    segment: "TaskChannels",
    key: "channels",
    names: [{ unique_name: "matrix" }],
  },
  () => ({
    inputs: { uniqueName: "matrix", friendlyName: "Before" },
    changed: { friendlyName: "After", channelOptimizedRouting: true },
    replaced: { uniqueName: "matrix-2" },
  }),
);

export const activity = member(
  {
    type: "twilio:taskrouter:Activity",
    segment: "Activities",
    key: "activities",
    names: [{ friendly_name: "Matrix" }, { friendly_name: "Matrix renamed" }],
  },
  () => ({
    inputs: { friendlyName: "Matrix", available: true },
    changed: { friendlyName: "Matrix renamed" },
    replaced: { available: false },
  }),
);

export const workflow = member(
  { type: "twilio:taskrouter:Workflow", segment: "Workflows", key: "workflows", names: [{ friendly_name: "Matrix" }] },
  (_, queue) => ({
    inputs: { friendlyName: "Matrix", configuration: { defaultFilter: { queue } }, taskReservationTimeout: 60 },
    changed: {
      configuration: {
        filters: [{ filterFriendlyName: "vip", expression: "vip == true", targets: [{ queue, priority: 5 }] }],
        defaultFilter: { queue },
      },
      assignmentCallbackUrl: "https://example.com/assignment",
      taskReservationTimeout: 90,
    },
  }),
);
