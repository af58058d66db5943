import { z } from "zod";
import type { Account } from "../account.ts";
import { parseWav } from "../api/wav.ts";
import { checked, Mistake } from "../mistake.ts";
import { endExecution, resumeExecution, startExecution } from "../studio/run.ts";
import { flowOfWebhook } from "../studio/webhook.ts";
import { callBySid, connectAgent, leaveQueue } from "./lifecycle.ts";
import { addCall, answeringScript } from "./new-call.ts";
import { callParameters } from "./parameters.ts";
import { type Call, isOver, scriptSchema } from "./state.ts";

const newCallSchema = z.strictObject({
  /** The account's number, E.164. */
  to: z.string(),
  /** The caller: a number, a SIP address or a client. */
  from: z.string().min(1),
  ...scriptSchema.partial().shape,
  /** What is heard: WAV with 16-bit PCM and two channels, the caller first, in base64; tones where not given. */
  audio: z.base64().optional(),
});

export type PlacedCall = z.input<typeof newCallSchema>;

/**
 * A call comes in: the flow that its number leads to runs, after this has returned.
 * @throws Mistake for a call that nothing here would answer
 */
export function placeCall(account: Account, given: unknown): Call {
  const { to, from, audio, ...wanted } = checked("call", newCallSchema, given);
  const wav = audio === undefined ? undefined : dualAudio(Buffer.from(audio, "base64"));
  const number = account.state.current.phoneNumbers.find((held) => held.phone_number === to);
  if (!number) throw new Mistake(`call.to: ${to} is no number of this account; add it first`);
  if (number.trunk_sid || number.voice_application_sid) {
    throw new Mistake(`call.to: ${to} leads to a trunk or application; local Twilio runs Studio flows only`);
  }
  const flowSid = flowOfWebhook(account, number.voice_url, `call.to: ${to}`);
  const script = {
    ...answeringScript,
    ...Object.fromEntries(Object.entries(wanted).filter(([, it]) => it !== undefined)),
  };
  const call = addCall(account, { to, from, direction: "inbound", phoneNumberSid: number.sid, script });
  if (wav) account.media.write(call.sid, wav);
  runFlow(account, flowSid, call);
  return call;
}

/** The flow that the called number leads to begins; it runs after this has returned. */
export function runFlow(account: Account, flowSid: string, call: Call): void {
  startExecution(account, {
    flowSid,
    revision: "LatestPublished",
    event: "incomingCall",
    contact: call.from,
    channel: call.to,
    trigger: { call: callParameters(account, call) },
    initiatedBy: call.sid,
    callSid: call.sid,
  });
}

function dualAudio(audio: Buffer): Buffer {
  try {
    if (parseWav(audio).channels === 2) return audio;
  } catch (error) {
    throw new Mistake(`call.audio: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  throw new Mistake("call.audio: has one channel; send two, the caller first");
}

/**
 * The agent takes the call that was offered.
 * @throws Mistake where no agent has been offered it
 */
export function answerByAgent(account: Account, sid: string): Call {
  const call = openCall(account, sid);
  if (!connectAgent(account, call))
    throw new Mistake(`call ${sid}: no agent has been offered it; let one be available`);
  return openCall(account, sid);
}

/** The caller hangs up. */
export function hangUp(account: Account, sid: string): Call {
  const call = openCall(account, sid);
  const execution = account.state.current.executions.executions.find(
    (held) => held.call_sid === sid && held.status === "active" && held.parent === null,
  );
  const waiting = account.state.current.executions.executions.find(
    (held) => held.call_sid === sid && held.waits === "call",
  );
  const accepted = account.state.current.taskRouter.reservations.some(
    ({ task_sid: task, reservation_status: status }) => task === call.task_sid && status === "accepted",
  );
  if (accepted && waiting) {
    connectAgent(account, call);
    leaveQueue(account, sid);
    resumeExecution(account, waiting.sid, "callComplete", { CallStatus: "completed", QueueResult: "bridged" });
  } else if (execution) {
    endExecution(account, execution.sid);
  }
  return callBySid(account, sid) ?? call;
}

function openCall(account: Account, sid: string): Call {
  const call = callBySid(account, sid);
  if (!call) throw new Mistake(`call ${sid}: is not there`);
  if (isOver(call)) throw new Mistake(`call ${sid}: is over; place another`);
  return call;
}
