import { setTimeout as sleep } from "node:timers/promises";
import { Mendable } from "../../local/engine/mendable.ts";
import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import { until } from "./polling.ts";
import * as calls from "./probe-legs.ts";
import { endTasks, workspaceOf } from "./probe-tasks.ts";
import type { Subject } from "./subject.ts";

export interface ProbeCall {
  /** The account's number that is called. */
  to: string;
  /** Where it is called from; another number of the account where absent. */
  from: string | undefined;
  /** There is a call from here on. */
  onPlaced(): void;
}

export interface ProbeMade {
  recording: RecordingSid;
  from: string;
}

/** Looks during which it is recorded before the probe hangs up. */
const recordedLooks = 3;
/** Looks after which nobody waits on: as many seconds. Greetings may be long. */
const mostLooks = 90;
/** For what is not broken off: placing the call, hanging up and ending its task. Milliseconds. */
const cleaningMilliseconds = 20_000;

/** What a probe call has come to so far. */
interface Underway {
  /** The leg that was placed, and the one that came in to the number. */
  placed: string;
  incoming?: string;
  workspace: string;
}

/**
 * Places a short call to the voice flow, ends the task that comes of it as soon as there is one, hangs up, and waits
 * until the call's recording is complete. However that goes, the call is hung up and its task ended.
 * @throws {Mendable} where it was not recorded, or its task is left
 */
export async function placeProbeCall(subject: Subject, asked: ProbeCall, signal: AbortSignal): Promise<ProbeMade> {
  const { to } = asked;
  const from = asked.from ?? (await calls.otherNumber(subject, signal));
  const workspace = await workspaceOf(subject, signal);
  const before = await calls.incomingCalls(subject, { to, from }, signal);
  signal.throwIfAborted();
  // Broken off, it might be placed all the same, and nobody would know which one to end.
  const placed = await calls.place(subject, { to, from }, AbortSignal.timeout(cleaningMilliseconds));
  asked.onPlaced();
  const call: Underway = { placed, workspace };
  const outcome = await recorded(subject, call, { to, from, before }, signal).then(
    (recording) => ({ recording }),
    (error: unknown) => ({ error }),
  );
  // Not by the signal that may have ended all else: somebody's phone would go on ringing.
  const leftover = await cleanUp(subject, call, AbortSignal.timeout(cleaningMilliseconds));
  if ("error" in outcome) throw outcome.error;
  if (leftover !== undefined) throw leftover;
  return { recording: outcome.recording, from };
}

async function recorded(
  subject: Subject,
  call: Underway,
  { to, from, before }: { to: string; from: string; before: readonly string[] },
  signal: AbortSignal,
): Promise<RecordingSid> {
  const waiting = { poll: subject.poll, signal, mostLooks };
  const incoming = await until(async () => {
    const now = await calls.incomingCalls(subject, { to, from }, signal);
    const came = now.find((sid) => !before.includes(sid));
    if (came === undefined) await refuseOver(subject, call, "before it came to the number", signal);
    return came;
  }, waiting);
  if (incoming === undefined) throw new Mendable(`the call has not come to the number; ${lookAtCall(call)}`);
  call.incoming = incoming;
  const recording = await until(async () => {
    await endTasks(subject, call.workspace, incoming, signal);
    const begun = await calls.recordingOf(subject, incoming, signal);
    if (begun === undefined) await refuseOver(subject, call, "before anything was recorded", signal);
    return begun?.sid;
  }, waiting);
  if (recording === undefined) throw new Mendable(`nothing was recorded of the call; ${lookAtCall(call)}`);
  for (let look = 0; look < recordedLooks; look += 1) {
    await sleep(subject.poll, undefined, { signal });
    await endTasks(subject, call.workspace, incoming, signal);
  }
  await calls.hangUp(subject, call.placed, signal);
  const complete = await until(async () => {
    const { status } = (await calls.recordingOf(subject, incoming, signal)) ?? {};
    if (status === "absent") throw new Mendable(`Twilio heard nothing to record; ${lookAtCall(call)}`);
    return status === "completed" ? true : undefined;
  }, waiting);
  if (complete === undefined) throw new Mendable(`its recording is not complete yet; ${lookAtCall(call)}`);
  if (isRecordingSid(recording)) return recording;
  throw new Mendable("Twilio tells of a recording without a SID; run the command again");
}

/** A call that is over can't be waited for. */
async function refuseOver(subject: Subject, call: Underway, when: string, signal: AbortSignal): Promise<void> {
  const status = await calls.overAs(subject, call.placed, signal);
  if (status !== undefined) throw new Mendable(`the call ended as ${status} ${when}; ${lookAtCall(call)}`);
}

function lookAtCall({ placed, incoming }: Underway): string {
  return `look at ${incoming ?? placed} in the Console under Monitor > Logs > Calls`;
}

/** What could not be cleaned up. */
async function cleanUp(subject: Subject, call: Underway, signal: AbortSignal): Promise<Error | undefined> {
  const { placed, incoming, workspace } = call;
  const { poll } = subject;
  try {
    await calls.hangUp(subject, placed, signal);
    if (incoming === undefined) return undefined;
    const ended = await until(() => endTasks(subject, workspace, incoming, signal), { poll, signal, mostLooks });
    return ended ? undefined : left(call);
  } catch {
    return left(call);
  }
}

function left({ placed, incoming }: Underway): Mendable {
  return new Mendable(`its call or task could not be ended; end what ${incoming ?? placed} has left in Flex by hand`);
}
