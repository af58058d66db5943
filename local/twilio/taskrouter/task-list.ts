import { badRequest } from "../http/errors.ts";
import { booleanParameter, integerParameter } from "../http/parameters.ts";
import type { Call } from "../http/router.ts";
import { evaluate, expressionFault } from "./expression.ts";
import { attributesOf } from "./steps.ts";
import { queueOf, type Task, taskStatuses } from "./work.ts";

export const listLists = ["AssignmentStatus"];
export const listFilters = [
  ...listLists,
  "Priority",
  "WorkflowSid",
  "WorkflowName",
  "TaskQueueSid",
  "TaskQueueName",
  "EvaluateTaskAttributes",
  "RoutingTarget",
  "Ordering",
  "HasAddons",
];

/** The tasks of a workspace that a list's query asks for, in its order. */
export function found({ request: { query }, account }: Call, workspace: string): Task[] {
  const { tasks, workflows, taskQueues } = account.state.current.taskRouter;
  const statuses = query.getAll("AssignmentStatus").flatMap((text) => text.split(","));
  for (const status of statuses) checkOneOf(status, taskStatuses, "AssignmentStatus");
  const priority = query.has("Priority") ? integerParameter(query, "Priority", anyNumber) : undefined;
  const addons = query.has("HasAddons") && booleanParameter(query, "HasAddons");
  const named = (items: readonly { sid: string; friendly_name: string }[], name: string) =>
    items.filter(({ friendly_name: held }) => held === query.get(name)).map(({ sid }) => sid);
  const expression = query.get("EvaluateTaskAttributes");
  const checks: ((task: Task) => boolean)[] = [
    (task) => task.workspace_sid === workspace,
    (task) => statuses.length === 0 || statuses.includes(task.assignment_status),
    (task) => priority === undefined || task.priority === priority,
    (task) => !query.has("WorkflowSid") || task.workflow_sid === query.get("WorkflowSid"),
    (task) => !query.has("WorkflowName") || named(workflows, "WorkflowName").includes(task.workflow_sid ?? ""),
    (task) => !query.has("TaskQueueSid") || queueOf(task) === query.get("TaskQueueSid"),
    (task) => !query.has("TaskQueueName") || named(taskQueues, "TaskQueueName").includes(queueOf(task) ?? ""),
    (task) => !query.has("RoutingTarget") || task.routing_target === query.get("RoutingTarget"),
    // No task here has add-ons.
    () => !addons,
  ];
  if (expression !== null) checkExpression(expression, "EvaluateTaskAttributes");
  return tasks
    .filter((task) => checks.every((check) => check(task)))
    .filter((task) => expression === null || evaluate(expression, attributesOf(task)))
    .sort(orderOf(query.get("Ordering") ?? "DateCreated:asc"));
}

const anyNumber = { minimum: 0, maximum: 2_147_483_647, absent: 0 };

function checkOneOf(text: string, values: readonly string[], name: string): void {
  if (!values.includes(text)) throw badRequest(`Invalid value ${text} for parameter ${name}`);
}

/** @throws TwilioError for what is no expression of TaskRouter's */
export function checkExpression(text: string, name: string): void {
  const fault = expressionFault(text);
  if (fault !== undefined) throw badRequest(`Invalid expression for parameter ${name}: ${fault}`);
}

type Order = (a: Task, b: Task) => number;

const orders: Record<string, Order> = {
  DateCreated: (a, b) => Date.parse(a.date_created) - Date.parse(b.date_created),
  Priority: (a, b) => a.priority - b.priority,
  VirtualStartTime: (a, b) => Date.parse(a.virtual_start_time) - Date.parse(b.virtual_start_time),
};

/** `Priority:desc,DateCreated:asc`: the first that tells two tasks apart counts. */
function orderOf(text: string): Order {
  const parts = text.split(",").map((part): Order => {
    const [attribute = "", direction = "asc"] = part.split(":");
    checkOneOf(attribute, Object.keys(orders), "Ordering");
    checkOneOf(direction, ["asc", "desc"], "Ordering");
    const order = orders[attribute];
    return (a, b) => (direction === "asc" ? 1 : -1) * (order?.(a, b) ?? 0);
  });
  return (a, b) => parts.reduce((so, order) => so || order(a, b), 0);
}
