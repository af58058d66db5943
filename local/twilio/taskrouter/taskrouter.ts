import type { Product } from "../http/router.ts";
import { activityRoutes } from "./activities.ts";
import { taskChannelRoutes } from "./task-channels.ts";
import { taskQueueRoutes } from "./task-queues.ts";
import { workflowRoutes } from "./workflows.ts";
import { workspaceRoutes } from "./workspaces.ts";

/** https://www.twilio.com/docs/taskrouter/api: what is configured, without workers and tasks. */
export const taskRouterApi: Product = {
  host: "taskrouter.twilio.com",
  routes: [...workspaceRoutes, ...workflowRoutes, ...taskQueueRoutes, ...taskChannelRoutes, ...activityRoutes],
};
