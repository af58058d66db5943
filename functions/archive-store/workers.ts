import { isWorkerSid, type WorkerSid } from "../../media/sid.ts";
import { isSid, type RecordingMessage } from "../archive-queue/message.ts";
import { jsonOf, type TwilioRequest } from "./twilio-requests.ts";

export interface WorkersOptions {
  request: TwilioRequest;
  taskRouterUrl: string;
  /** `WS…`, Flex's own. */
  workspaceSid: string;
}

/** Tasks are asked for their workers one after the other, so no more of them than a call can sensibly have. */
const mostTasks = 20;
const spokeStatuses = ["accepted", "wrapping", "completed"];

/**
 * The workers who took the call that was recorded, oldest reservation first, by the tasks that name the call or the
 * conference. Tasks are gone some ten minutes after their end, so none may be found of an older call.
 * https://www.twilio.com/docs/taskrouter/api/task#read-multiple-task-resources
 */
export async function workersOfCall(
  { request, taskRouterUrl, workspaceSid }: WorkersOptions,
  { callSid, conferenceSid }: Pick<RecordingMessage, "callSid" | "conferenceSid">,
  signal: AbortSignal,
): Promise<WorkerSid[]> {
  const workspace = `${taskRouterUrl}/v1/Workspaces/${workspaceSid}`;
  const list = async (path: string, key: string) => {
    const found = (await jsonOf(await request(`${workspace}/${path}`, [200], signal)))[key];
    return Array.isArray(found) ? (found as Record<string, unknown>[]) : [];
  };
  const named = conferenceSid ? `conference.sid == "${conferenceSid}"` : `call_sid == "${callSid}"`;
  const asked = new URLSearchParams({ EvaluateTaskAttributes: named, PageSize: String(mostTasks) });
  const workers = new Set<WorkerSid>();
  for (const { sid } of await list(`Tasks?${asked}`, "tasks")) {
    if (!isSid("WT", sid)) continue;
    const reservations = await list(`Tasks/${sid}/Reservations?PageSize=${mostTasks}`, "reservations");
    for (const { worker_sid: worker, reservation_status: status } of reservations.toReversed()) {
      if (typeof worker !== "string" || !isWorkerSid(worker)) continue;
      if (typeof status === "string" && spokeStatuses.includes(status)) workers.add(worker);
    }
  }
  return [...workers];
}
