import { derivedSid } from "../../../../local/twilio/state/sids.ts";
import type { PropertyMap } from "../../../../providers/kit/index.ts";
import { accountSid } from "../../local-twilio/running.ts";
import type { LocalProvider } from "../local-provider.ts";

/** What Flex has set up in every fresh account. */
export const workspaceSid = derivedSid("WS", accountSid, "flex");
export const everyone = derivedSid("WQ", accountSid, "flex");
const offline = derivedSid("WA", accountSid, "flex offline");
const pausing = derivedSid("WA", accountSid, "flex break");

export const workspace = `taskrouter.twilio.com/v1/Workspaces/${workspaceSid}`;

/** A kind of things in a workspace, as the tests of all kinds need it. */
export interface MemberCase {
  type: string;
  segment: string;
  key: string;
  title: string;
  /** The name by which it is found again. */
  name: string;
  declared: PropertyMap;
  /** The defaults that a check adds. */
  defaults: PropertyMap;
  /** Every property that can change in place, changed. */
  changed: PropertyMap;
  /** The same changes, as made elsewhere. */
  elsewhere: Record<string, string>;
  /** What forces a replacement, beside the workspace. */
  replaced: PropertyMap;
  deleteBeforeReplace: boolean;
}

const target = { queue: everyone, priority: 5, timeout: 30, skipIf: "workers.available == 0", orderBy: "worker.level" };
const filters = [
  {
    filterFriendlyName: "sales",
    expression: "type == 'sales'",
    targets: [target, { queue: everyone, expression: "1==1", knownWorkerSid: "task.worker" }],
  },
];

export const members: MemberCase[] = [
  {
    type: "twilio:taskrouter:TaskQueue",
    segment: "TaskQueues",
    key: "task_queues",
    title: "task queue",
    name: "Sales",
    declared: { friendlyName: "Sales", workspaceSid, reservationActivitySid: offline, assignmentActivitySid: offline },
    defaults: { targetWorkers: "1==1", maxReservedWorkers: 1, taskOrder: "FIFO" },
    changed: {
      friendlyName: "Sales 2",
      targetWorkers: "skills HAS 'sales'",
      maxReservedWorkers: 3,
      taskOrder: "LIFO",
      reservationActivitySid: pausing,
      assignmentActivitySid: pausing,
    },
    elsewhere: {
      FriendlyName: "Sales 2",
      TargetWorkers: "skills HAS 'sales'",
      MaxReservedWorkers: "3",
      TaskOrder: "LIFO",
      ReservationActivitySid: pausing,
      AssignmentActivitySid: pausing,
    },
    replaced: {},
    deleteBeforeReplace: false,
  },
  {
    type: "twilio:taskrouter:Workflow",
    segment: "Workflows",
    key: "workflows",
    title: "workflow",
    name: "Calls",
    declared: {
      friendlyName: "Calls",
      workspaceSid,
      configuration: { filters: [], defaultFilter: { queue: everyone } },
      assignmentCallbackUrl: "https://example.com/a",
      fallbackAssignmentCallbackUrl: "https://example.com/f",
    },
    defaults: { taskReservationTimeout: 120, reEvaluateTasks: false },
    changed: {
      friendlyName: "Calls 2",
      configuration: { filters },
      assignmentCallbackUrl: "https://example.com/a2",
      fallbackAssignmentCallbackUrl: "https://example.com/f2",
      taskReservationTimeout: 60,
    },
    elsewhere: {
      FriendlyName: "Calls 2",
      Configuration: JSON.stringify({
        task_routing: {
          filters: [
            {
              targets: [
                {
                  timeout: "30",
                  queue: everyone,
                  priority: "5",
                  skip_if: "workers.available == 0",
                  order_by: "worker.level",
                },
                { queue: everyone, expression: "1==1", known_worker_sid: "task.worker" },
              ],
              expression: "type == 'sales'",
              filter_friendly_name: "sales",
            },
          ],
        },
      }),
      AssignmentCallbackUrl: "https://example.com/a2",
      FallbackAssignmentCallbackUrl: "https://example.com/f2",
      TaskReservationTimeout: "60",
    },
    replaced: {},
    deleteBeforeReplace: false,
  },
  {
    type: "twilio:taskrouter:TaskChannel",
    segment: "TaskChannels",
    key: "channels",
    title: "task channel",
    name: "fax",
    declared: { workspaceSid, uniqueName: "fax", friendlyName: "Fax" },
    defaults: { channelOptimizedRouting: false },
    changed: { friendlyName: "Facsimile", channelOptimizedRouting: true },
    elsewhere: { FriendlyName: "Facsimile", ChannelOptimizedRouting: "true" },
    replaced: { uniqueName: "fax-2" },
    deleteBeforeReplace: false,
  },
  {
    type: "twilio:taskrouter:Activity",
    segment: "Activities",
    key: "activities",
    title: "activity",
    name: "Lunch",
    declared: { workspaceSid, friendlyName: "Lunch" },
    defaults: { available: false },
    changed: { friendlyName: "Dinner" },
    elsewhere: { FriendlyName: "Dinner" },
    replaced: { available: true },
    deleteBeforeReplace: true,
  },
];

/** The things of a kind that are in the workspace, beside those that Flex has set up. */
export async function made(
  { twilio }: LocalProvider,
  { segment, key }: MemberCase,
): Promise<Record<string, unknown>[]> {
  const page = (await (await twilio.call(`${workspace}/${segment}`)).json()) as Record<
    string,
    Record<string, unknown>[]
  >;
  const flex = ["Everyone", "Assign to Anyone", "Offline", "Available", "Unavailable", "Break"];
  const channels = ["default", "voice", "chat", "sms", "video", "email"];
  return (page[key] ?? []).filter(
    (item) => !flex.includes(String(item.friendly_name)) && !channels.includes(String(item.unique_name)),
  );
}

/** Changes something as somebody would in the Console. */
export async function post({ twilio }: LocalProvider, path: string, form: Record<string, string>): Promise<void> {
  const response = await twilio.call(path, { method: "POST", body: new URLSearchParams(form) });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
}
