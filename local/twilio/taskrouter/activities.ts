import { memberRoutes, workspacesUrl } from "./members.ts";
import type { Activity, TaskRouter } from "./state.ts";

/** https://www.twilio.com/docs/taskrouter/api/activity; whether it is available is said once, on creation. */
export const activityRoutes = memberRoutes<Activity>({
  segment: "Activities",
  key: "activities",
  prefix: "WA",
  title: "Activity",
  filters: ["FriendlyName", "Available"],
  createFields: ["FriendlyName", "Available"],
  updateFields: ["FriendlyName"],
  items: ({ activities }) => activities,
  matches: ({ available }, query) => !query.has("Available") || isYes(query.get("Available")) === available,
  made: (form) => ({ available: isYes(form.get("Available")) }),
  changed: () => ({}),
  held: ({ sid }, state) => useOf(sid, state),
  show: () => ({}),
  links: ({ workspace_sid: workspace }) => ({ workspace: `${workspacesUrl}/${workspace}` }),
});

/** Any other value means no, as in the API's description. */
export function isYes(text: string | null): boolean {
  return ["true", "1", "yes"].includes(text?.toLowerCase() ?? "");
}

function useOf(sid: string, { workspaces, taskQueues, workers }: TaskRouter): string | undefined {
  const workspace = workspaces.find((held) => held.default_activity_sid === sid || held.timeout_activity_sid === sid);
  if (workspace) return `it is an activity that workspace ${workspace.sid} falls back to`;
  const queue = taskQueues.find(
    (held) => held.reservation_activity_sid === sid || held.assignment_activity_sid === sid,
  );
  if (queue) return `task queue ${queue.sid} uses it`;
  const worker = workers.find((held) => held.activity_sid === sid);
  return worker && `worker ${worker.sid} is in it`;
}

/** An activity's name, as other things show it beside its SID. */
export function activityName(sid: string | null, { activities }: TaskRouter): string | null {
  return activities.find((activity) => activity.sid === sid)?.friendly_name ?? null;
}
