import type { Account } from "../account.ts";
import { randomSid } from "../state/sids.ts";
import { acceptReservation, cancelTask, wrapUpTask } from "../taskrouter/lifecycle.ts";
import { finishRecording, startRecording } from "./recording.ts";
import { type Call, type CallRecording, isOver } from "./state.ts";

export function callBySid(account: Account, sid: string | null): Call | undefined {
  return account.state.current.calls.find((call) => call.sid === sid);
}

export function changeCall(account: Account, sid: string, changes: Partial<Call>): void {
  account.state.change(({ calls }) => {
    const call = calls.find((held) => held.sid === sid);
    if (call) Object.assign(call, changes, { date_updated: account.now().toISOString() });
  });
}

/** The first thing that the caller hears answers the call, and with it the leg that it was placed by. */
export function answerCall(account: Account, call: Call): void {
  if (call.status !== "ringing") return;
  changeCall(account, call.sid, { status: "in-progress" });
  const placed = callBySid(account, call.other_leg);
  if (placed?.stays == null) return;
  const end = new Date(account.now().getTime() + placed.stays * 1000).toISOString();
  changeCall(account, placed.sid, { status: "in-progress", hangs_up_at: end });
}

/**
 * The agent who was offered the call takes it: both talk in a conference, which Flex records where the Flex Configuration
 * says so. False where the call has been offered to nobody.
 */
export function connectAgent(account: Account, call: Call): boolean {
  const { reservations } = account.state.current.taskRouter;
  const held = reservations.find(({ task_sid: task, reservation_status: status }) => {
    return task === call.task_sid && (status === "pending" || status === "accepted");
  });
  if (!held) return false;
  if (held.reservation_status === "pending") {
    account.state.change(({ taskRouter }) => {
      const reservation = taskRouter.reservations.find(({ sid }) => sid === held.sid);
      if (reservation) acceptReservation(taskRouter, reservation, account.now());
    });
  }
  if (call.conference_sid === null) enterConference(account, call);
  return true;
}

function enterConference(account: Account, call: Call): void {
  const conferenceSid = randomSid("CF");
  changeCall(account, call.sid, { conference_sid: conferenceSid });
  if (account.state.current.flexConfiguration.call_recording_enabled !== true) return;
  startRecording(account, call, { source: "Conference", conferenceSid, ...nativeRecording(account) });
}

/** What Flex's own recording is like: two channels, unless the account's default recording configuration says otherwise. */
function nativeRecording(account: Account): Pick<CallRecording, "trim" | "callback"> & { channels: 1 | 2 } {
  const { flexConfiguration, recordingConfigurations } = account.state.current;
  const configuration = recordingConfigurations.account_default?.configuration;
  const { compositionPolicy, conferenceRecordingStatusCallback: callback } = configuration ?? {};
  const url = flexConfiguration.call_recording_webhook_url ?? callback?.url;
  const events = (callback?.events ?? ["completed"]).filter((event) => event !== "failed");
  return {
    channels: compositionPolicy?.channels === "mono" ? 1 : 2,
    trim: compositionPolicy?.trim ?? "do-not-trim",
    callback: url == null ? null : { url, method: callback?.method ?? "POST", events },
  };
}

/** Agent and caller part: the conference's recording ends, and the agent wraps up, or nobody is offered the task any more. */
export function leaveQueue(account: Account, sid: string): void {
  const call = callBySid(account, sid);
  if (call?.task_sid == null) return;
  const { recordings } = account.state.current;
  for (const recording of call.recordings) {
    const held = recordings.find((one) => one.sid === recording.sid);
    if (held && held.conference_sid !== null) finishRecording(account, call, recording);
  }
  const now = account.now();
  account.state.change(({ taskRouter }) => {
    const task = taskRouter.tasks.find((held) => held.sid === call.task_sid);
    if (task?.assignment_status === "assigned") wrapUpTask(taskRouter, task, "conversation ended", now);
    if (task?.assignment_status === "pending" || task?.assignment_status === "reserved") {
      cancelTask(taskRouter, task, "hangup", now);
    }
  });
}

/** The call is over: its recordings end, and its task is wrapped up, or canceled where nobody had taken it. */
export function finishCall(account: Account, sid: string): void {
  const call = callBySid(account, sid);
  if (!call || isOver(call)) return;
  leaveQueue(account, sid);
  for (const recording of call.recordings) finishRecording(account, call, recording);
  const now = account.now();
  const lasted = Math.max(now.getTime(), Date.parse(call.date_created) + call.script.seconds * 1000);
  const end_time = new Date(lasted).toISOString();
  changeCall(account, sid, { status: "completed", end_time });
  account.media.remove(sid);
  const other = callBySid(account, call.other_leg);
  if (!other || isOver(other)) return;
  changeCall(account, other.sid, { status: other.status === "in-progress" ? "completed" : "no-answer", end_time });
}
