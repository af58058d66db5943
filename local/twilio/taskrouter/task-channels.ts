import { badRequest } from "../http/errors.ts";
import { booleanField } from "../http/fields.ts";
import { requiredField } from "../http/form.ts";
import { memberRoutes, workspacesUrl } from "./members.ts";
import type { TaskChannel } from "./state.ts";

/** https://www.twilio.com/docs/taskrouter/api/task-channel; its path takes the SID or the unique name. */
export const taskChannelRoutes = memberRoutes<TaskChannel>({
  segment: "TaskChannels",
  key: "channels",
  prefix: "TC",
  title: "TaskChannel",
  filters: [],
  createFields: ["FriendlyName", "UniqueName", "ChannelOptimizedRouting"],
  updateFields: ["FriendlyName", "ChannelOptimizedRouting"],
  items: ({ taskChannels }) => taskChannels,
  isNamed: ({ unique_name: name }, segment) => name === segment,
  made: (form) => ({
    unique_name: uniqueName(requiredField(form, "UniqueName")),
    channel_optimized_routing: booleanField(form, "ChannelOptimizedRouting") ?? false,
  }),
  changed(form) {
    const optimized = booleanField(form, "ChannelOptimizedRouting");
    return optimized === undefined ? {} : { channel_optimized_routing: optimized };
  },
  held: ({ unique_name: name }) => (name === "default" ? "it is the default one" : undefined),
  collides: (a, b) => a.unique_name === b.unique_name,
  show: () => ({}),
  links: ({ workspace_sid: workspace }) => ({ workspace: `${workspacesUrl}/${workspace}` }),
});

function uniqueName(name: string): string {
  if (!/^[\w-]{1,64}$/.test(name)) throw badRequest(`Invalid value ${name} for parameter UniqueName`);
  return name;
}
