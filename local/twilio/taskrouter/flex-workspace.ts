import { iso8601 } from "../http/timestamps.ts";
import { derivedSid } from "../state/sids.ts";
import type { FreshAccount } from "../state/store.ts";
import type { Activity, TaskChannel, TaskQueue, TaskRouter, Workflow, Workspace } from "./state.ts";

type NewSid = (prefix: string, what: string) => string;

/** What Flex sets up in a new account, under the SIDs that the Flex Configuration tells. */
export function flexWorkspace({ sid, now }: FreshAccount): TaskRouter {
  const sidOf: NewSid = (prefix, what) => derivedSid(prefix, sid, what);
  return workspaceWith({ name: "Flex Task Assignment", activities: flexActivities, date: iso8601(now), sidOf });
}

/** The activities of a workspace, and whether workers in them get tasks. The first one is its default. */
type Activities = readonly (readonly [name: string, available: boolean])[];

const flexActivities: Activities = [
  ["Offline", false],
  ["Available", true],
  ["Unavailable", false],
  ["Break", false],
];

/** The activities of a workspace that was not made by Flex. */
export const plainActivities: Activities = flexActivities.slice(0, 3);

const channels = ["default", "voice", "chat", "sms", "video", "email"];

interface NewWorkspace {
  readonly name: string;
  readonly activities: Activities;
  readonly date: string;
  readonly sidOf: NewSid;
}

/** A workspace with activities and channels, one queue for all workers, and a workflow that leads to it. */
function workspaceWith({ name, activities, date, sidOf }: NewWorkspace): TaskRouter {
  const made = emptyWorkspace({ name, activities, date, sidOf });
  const workspaceSid = sidOf("WS", "flex");
  const queue = everyone(workspaceSid, sidOf("WQ", "flex"), "Everyone", date);
  const workflow = toQueue(workspaceSid, sidOf("WW", "flex"), "Assign to Anyone", queue.sid, date);
  return { ...made, taskQueues: [queue], workflows: [workflow] };
}

/** A workspace as it is made without a template: it has activities and channels, and nothing that routes. */
export function emptyWorkspace({ name, activities, date, sidOf }: NewWorkspace): TaskRouter {
  const workspace_sid = sidOf("WS", "flex");
  const dates = { date_created: date, date_updated: date };
  const made = activities.map(
    ([friendly_name, available]): Activity => ({
      sid: sidOf("WA", `flex ${friendly_name.toLowerCase()}`),
      workspace_sid,
      friendly_name,
      available,
      ...dates,
    }),
  );
  const [first] = made;
  const workspace: Workspace = {
    sid: workspace_sid,
    friendly_name: name,
    event_callback_url: "",
    events_filter: null,
    multi_task_enabled: true,
    prioritize_queue_order: "FIFO",
    default_activity_sid: first?.sid ?? "",
    timeout_activity_sid: first?.sid ?? "",
    ...dates,
  };
  const taskChannels = channels.map(
    (unique_name): TaskChannel => ({
      sid: sidOf("TC", `flex ${unique_name}`),
      workspace_sid,
      friendly_name: unique_name === "sms" ? "SMS" : unique_name.replace(/^./, (letter) => letter.toUpperCase()),
      unique_name,
      channel_optimized_routing: unique_name === "voice",
      ...dates,
    }),
  );
  const empty = { taskQueues: [], workflows: [], workers: [], tasks: [], reservations: [] };
  return { workspaces: [workspace], activities: made, taskChannels, ...empty };
}

/** A queue whose tasks any worker may get. */
export function everyone(workspace_sid: string, sid: string, friendly_name: string, date: string): TaskQueue {
  return {
    sid,
    workspace_sid,
    friendly_name,
    target_workers: "1==1",
    max_reserved_workers: 1,
    task_order: "FIFO",
    reservation_activity_sid: null,
    assignment_activity_sid: null,
    date_created: date,
    date_updated: date,
  };
}

/** A workflow that leads every task to one queue. */
export function toQueue(
  workspace_sid: string,
  sid: string,
  friendly_name: string,
  queue: string,
  date: string,
): Workflow {
  return {
    sid,
    workspace_sid,
    friendly_name,
    configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue } } }),
    task_reservation_timeout: 120,
    assignment_callback_url: "",
    fallback_assignment_callback_url: "",
    date_created: date,
    date_updated: date,
  };
}
