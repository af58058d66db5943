import type { Account } from "../account.ts";
import { badRequest } from "../http/errors.ts";
import { isJsonObject } from "../http/parameters.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { enterStep, routeTasks } from "./routing.ts";
import type { TaskChannel, Workflow } from "./state.ts";
import { attributesOf, stepsOf } from "./steps.ts";
import type { Step, Task } from "./work.ts";

export interface NewTask {
  /** The workspace that Flex uses, where not given. */
  readonly workspaceSid?: string | undefined;
  /** The workspace's only one, where it has only one and none is given. */
  readonly workflowSid?: string | undefined;
  /** A queue without a workflow. */
  readonly queueSid?: string | undefined;
  /** SID or unique name; `default` where not given. */
  readonly taskChannel?: string | undefined;
  /** JSON of an object, at most 4,096 characters; `{}` where not given. */
  readonly attributes?: string | undefined;
  readonly priority?: number | undefined;
  /** Seconds that it may wait; a day where not given. */
  readonly timeout?: number | undefined;
  /** ISO 8601. */
  readonly virtualStartTime?: string | undefined;
  /** A worker, queue or workflow. */
  readonly routingTarget?: string | undefined;
  readonly ignoreCapacity?: boolean | undefined;
}

const longestAttributes = 4096;

/**
 * Adds a task and routes it at once: where a worker who may get it has time, it comes back reserved.
 * @throws TwilioError as the API refuses it
 */
export function addTask(account: Account, given: NewTask): Task {
  const { sid } = createTask(account, given);
  routeTasks(account);
  return taskBySid(account, sid);
}

export function taskBySid(account: Account, sid: string): Task {
  const task = account.state.current.taskRouter.tasks.find((held) => held.sid === sid);
  if (!task) throw badRequest(`Task ${sid} does not exist`);
  return task;
}

/** Adds a task that waits in its first queue; nobody is offered it yet. */
export function createTask(account: Account, given: NewTask): Task {
  const now = account.now();
  const date = iso8601(now);
  const workspace_sid = given.workspaceSid ?? account.state.current.flexConfiguration.taskrouter_workspace_sid ?? "";
  const attributes = checkedAttributes(given.attributes ?? "{}");
  const routing = routingOf(account, workspace_sid, given, attributes);
  const task: Task = {
    sid: randomSid("WT"),
    workspace_sid,
    version: 0,
    date_created: date,
    date_updated: date,
    assignment_status: "pending",
    attributes,
    priority: given.priority ?? 0,
    reason: null,
    timeout: given.timeout ?? 86_400,
    task_queue_entered_date: null,
    task_channel_sid: taskChannelOf(account, workspace_sid, given.taskChannel ?? "default").sid,
    workflow_sid: routing.workflow,
    virtual_start_time: given.virtualStartTime ?? date,
    ignore_capacity: given.ignoreCapacity ?? false,
    routing_target: given.routingTarget ?? null,
    steps: routing.steps,
    step: 0,
    ended: null,
  };
  return account.state.change(({ taskRouter }) => {
    taskRouter.tasks.push(task);
    enterStep(taskRouter, task, 0, now);
    return structuredClone(task);
  });
}

/** @throws TwilioError unless it is JSON of an object, and short enough */
export function checkedAttributes(text: string): string {
  if (text.length > longestAttributes) {
    throw badRequest(`Attributes is longer than ${longestAttributes} characters`);
  }
  try {
    if (isJsonObject(JSON.parse(text))) return text;
  } catch {
    // Said below.
  }
  throw badRequest("Attributes is not a valid JSON object");
}

/** A channel of the workspace, by its SID or unique name. */
export function taskChannelOf(account: Account, workspaceSid: string, named: string): TaskChannel {
  const found = account.state.current.taskRouter.taskChannels.find(
    ({ sid, unique_name: name, workspace_sid: workspace }) =>
      workspace === workspaceSid && (sid === named || name === named),
  );
  if (!found) throw badRequest(`TaskChannel ${named} does not exist in workspace ${workspaceSid}`);
  return found;
}

function routingOf(account: Account, workspace: string, given: NewTask, attributes: string) {
  const { workflowSid, queueSid, routingTarget: target } = given;
  const queue = queueSid ?? (target?.startsWith("WQ") ? target : undefined);
  if (queue !== undefined) return { workflow: workflowSid ?? null, steps: [queueStep(account, workspace, queue)] };
  const worker = target?.startsWith("WK") ? target : undefined;
  if (worker !== undefined) checkWorker(account, workspace, worker);
  const named = workflowSid ?? (target?.startsWith("WW") ? target : undefined);
  if (worker !== undefined && named === undefined) return { workflow: null, steps: [{ queue: null }] };
  const workflow = workflowOf(account, workspace, named);
  return { workflow: workflow.sid, steps: stepsOf(workflow, attributesOf({ attributes })) };
}

function queueStep(account: Account, workspace: string, queue: string): Step {
  const { taskQueues } = account.state.current.taskRouter;
  if (taskQueues.some(({ sid, workspace_sid: held }) => sid === queue && held === workspace)) return { queue };
  throw badRequest(`TaskQueue ${queue} does not exist in workspace ${workspace}`);
}

function checkWorker(account: Account, workspace: string, worker: string): void {
  const { workers } = account.state.current.taskRouter;
  if (workers.some(({ sid, workspace_sid: held }) => sid === worker && held === workspace)) return;
  throw badRequest(`Worker ${worker} does not exist in workspace ${workspace}`);
}

function workflowOf(account: Account, workspace: string, named: string | undefined): Workflow {
  const workflows = account.state.current.taskRouter.workflows.filter((held) => held.workspace_sid === workspace);
  if (named === undefined && workflows.length !== 1) {
    throw badRequest("Missing required parameter WorkflowSid in the post body");
  }
  const found = workflows.find(({ sid }) => named === undefined || sid === named);
  if (!found) throw badRequest(`Workflow ${named} does not exist in workspace ${workspace}`);
  return found;
}
