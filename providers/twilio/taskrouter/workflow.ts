import { z } from "zod";
import { declarations } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { httpsUrl } from "../webhook.ts";
import { configurationOf, configurationText, workflowConfiguration } from "./workflow-configuration.ts";
import {
  callsOf,
  findByFriendlyName,
  type MemberKind,
  memberLifecycle,
  memberSid,
  textOf,
  workspaceSid,
} from "./workspace-member.ts";

const inputs = z.strictObject({
  workspaceSid,
  friendlyName: z.string().min(1).max(64).describe("Its name, once in a workspace, 1 to 64 characters."),
  configuration: workflowConfiguration.describe("Which tasks go to which queues."),
  assignmentCallbackUrl: httpsUrl()
    .optional()
    .describe("What TaskRouter asks when it has found a worker for a task. Flex needs none."),
  fallbackAssignmentCallbackUrl: httpsUrl().optional().describe("What it asks when `assignmentCallbackUrl` fails."),
  taskReservationTimeout: z
    .int()
    .min(1)
    .max(86_400)
    .default(120)
    .describe("How long a worker has to accept a task, in seconds: 1 to 86400, a day."),
  reEvaluateTasks: z
    .boolean()
    .default(false)
    .describe("Whether an update sends the tasks that wait through the workflow again, from the start."),
});

const at = { segment: "Workflows", key: "workflows", prefix: "WW" } as const;

const kind: MemberKind<z.output<typeof inputs>> = {
  ...at,
  title: "workflow",
  nameOf: ({ friendlyName }) => friendlyName,
  find: findByFriendlyName(at),
  form(declared, purpose) {
    // What is declared no more has to be taken away, which an empty field does.
    const unset = purpose === "create" ? undefined : "";
    return {
      FriendlyName: declared.friendlyName,
      Configuration: configurationText(declared.configuration),
      AssignmentCallbackUrl: declared.assignmentCallbackUrl ?? unset,
      FallbackAssignmentCallbackUrl: declared.fallbackAssignmentCallbackUrl ?? unset,
      TaskReservationTimeout: declared.taskReservationTimeout,
      ReEvaluateTasks: purpose === "update" && declared.reEvaluateTasks ? true : undefined,
    };
  },
  declaredOf: (live) => ({
    friendlyName: String(live.friendly_name),
    configuration: configurationOf(live.configuration),
    assignmentCallbackUrl: textOf(live.assignment_callback_url),
    fallbackAssignmentCallbackUrl: textOf(live.fallback_assignment_callback_url),
    taskReservationTimeout: Number(live.task_reservation_timeout),
    reEvaluateTasks: false,
  }),
};

const lifecycle = memberLifecycle(kind);

/** A workflow. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}/Workflows`. */
export const workflow = declarations<TwilioClient>().resource({
  type: "twilio:taskrouter:Workflow",
  description: `A workflow: the rules by which tasks go to queues.

It is made here and is ours as a whole; an update replaces all its rules.

**Blast radius**: every task that is created with it from then on; with \`reEvaluateTasks\`, those that wait already too.

**Can't be undone**: tasks that went to the wrong queue. Deleting a workflow cancels the tasks that wait in it.`,
  reference: { calls: callsOf(at), importId: "the workspace's SID and its own: `WS…/WW…`" },
  inputs,
  outputs: z.strictObject({ sid: z.string().describe(memberSid) }),
  replaceOn: ["workspaceSid"],
  stable: ["sid"],
  ...lifecycle,

  async read(id, prior, context) {
    const found = await lifecycle.read(id, prior, context);
    // How to update is not a thing that the account knows of.
    return found && prior
      ? { ...found, inputs: { ...found.inputs, reEvaluateTasks: prior.inputs.reEvaluateTasks } }
      : found;
  },
});
