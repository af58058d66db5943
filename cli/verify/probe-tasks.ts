import { TwilioRefusedError } from "../../providers/twilio/http/errors.ts";
import { liveFlexConfiguration } from "./flex-configuration.ts";
import type { Subject } from "./subject.ts";

/** Flex's workspace (WS…). */
export async function workspaceOf(subject: Subject, signal: AbortSignal): Promise<string> {
  return String((await liveFlexConfiguration(subject, signal)).taskrouter_workspace_sid);
}

/** What a task is to become, by what it is: one that an agent took can't be canceled any more. */
const ends: Readonly<Record<string, "canceled" | "completed">> = {
  pending: "canceled",
  reserved: "canceled",
  assigned: "completed",
  wrapping: "completed",
};

/**
 * Ends the tasks that came of a call, so that no agent is bothered longer than need be. A task that changes hands
 * meanwhile is ended the next time.
 * @returns true once none is left
 */
export async function endTasks(
  { twilio }: Subject,
  workspace: string,
  callSid: string,
  signal: AbortSignal,
): Promise<true | undefined> {
  const path = `/v1/Workspaces/${encodeURIComponent(workspace)}/Tasks`;
  const query = { EvaluateTaskAttributes: `call_sid == "${callSid}"` };
  let isLeft = false;
  for await (const { sid, assignment_status: status } of twilio.list(
    { product: "taskrouter", path, query },
    "tasks",
    signal,
  )) {
    const AssignmentStatus = ends[String(status)];
    if (AssignmentStatus === undefined) continue;
    isLeft = true;
    const form = { AssignmentStatus, Reason: "a check of call recording by flex-media verify" };
    const one = `${path}/${encodeURIComponent(String(sid))}`;
    await twilio
      .request({ product: "taskrouter", method: "POST", path: one, form, idempotent: true }, signal)
      .catch(unlessOvertaken);
  }
  return isLeft ? undefined : true;
}

/** Gone, or in a state meanwhile from which it can't become what was asked. */
function unlessOvertaken(error: unknown): void {
  if (error instanceof TwilioRefusedError && [400, 404, 409, 412].includes(error.refusal.status)) return;
  throw error;
}
