import { settled } from "../flex/settle.ts";
import type { Product } from "../http/router.ts";
import { activityRoutes } from "./activities.ts";
import { reservationRoutes } from "./reservations.ts";
import { taskChannelRoutes } from "./task-channels.ts";
import { taskQueueRoutes } from "./task-queues.ts";
import { taskRoutes } from "./tasks.ts";
import { workerChannelRoutes } from "./worker-channels.ts";
import { workerRoutes } from "./workers.ts";
import { workflowRoutes } from "./workflows.ts";
import { workspaceRoutes } from "./workspaces.ts";

/** https://www.twilio.com/docs/taskrouter/api: what is configured, workers, tasks and reservations; no statistics. */
export const taskRouterApi: Product = {
  host: "taskrouter.twilio.com",
  routes: [
    ...workspaceRoutes,
    ...workflowRoutes,
    ...taskQueueRoutes,
    ...taskChannelRoutes,
    ...activityRoutes,
    ...workerRoutes,
    ...workerChannelRoutes,
    ...taskRoutes,
    ...reservationRoutes,
  ].map(settled),
};
