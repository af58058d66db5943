import type { AccountSid, RecordingSid } from "../../media/sid.ts";
import type { RecordingMessage } from "../archive-queue/message.ts";
import { failureOf } from "../lambda/failure-of.ts";
import type { FailureReason } from "../lambda/service-failure.ts";
import { untilAborted } from "../lambda/until-aborted.ts";
import { type CallbackRefusal, readCallback } from "./callback.ts";
import { type Form, type FormRefusal, readForm } from "./form.ts";
import type { CallbackRequest } from "./request.ts";

/** What the intake reaches. Each throws a ServiceFailure when it cannot do its part. */
export interface IntakeServices {
  /** Whether Twilio signed the form for one of the URLs. */
  isSigned(signed: { signature: string; urls: readonly string[]; form: Form }, signal: AbortSignal): Promise<boolean>;
  /** Notes in the bucket that the recording is on its way. */
  noteExpected(recording: RecordingSid, signal: AbortSignal): Promise<void>;
  enqueue(message: RecordingMessage, signal: AbortSignal): Promise<void>;
}

export type SignatureRefusal = { status: 403; reason: "missing_signature" | "wrong_signature" };

type Refusal = FormRefusal | SignatureRefusal | CallbackRefusal;

/** What came of a callback, with what the log may know of it. */
export type Decision = { recording?: RecordingSid } & (
  | { outcome: "enqueued"; status: 204; message: RecordingMessage; noted: boolean }
  | { outcome: "absent" | "ignored"; status: 204 }
  | ({ outcome: "refused" } & Refusal)
  | { outcome: "failed"; status: 503; reason: FailureReason; detail: string }
);

/** Longer than this the note is not waited for: the queue is what counts. Milliseconds. */
const noteMilliseconds = 1_500;

/**
 * Decides on one callback: shape, signature, account, status, then note and queue. Never throws. Only `failed`, after
 * which Twilio is to try again, is a 5xx, and only where the queue, or the secret that the signature is checked with,
 * could not be reached. `signal` is the deadline; a service that ignores it is left behind.
 */
export async function decide(
  request: CallbackRequest,
  accountSid: AccountSid,
  services: IntakeServices,
  signal: AbortSignal,
): Promise<Decision> {
  const read = readForm(request);
  if ("refusal" in read) return { outcome: "refused", ...read.refusal };
  const { signature, urls } = request;
  if (signature === undefined) return { outcome: "refused", status: 403, reason: "missing_signature" };
  try {
    const signed = { signature, urls, form: read.form };
    if (!(await untilAborted(signal, services.isSigned(signed, signal)))) {
      return { outcome: "refused", status: 403, reason: "wrong_signature" };
    }
    return await decideOnSigned(read.form, accountSid, services, signal);
  } catch (error) {
    return failed(error, signal);
  }
}

async function decideOnSigned(
  form: Form,
  accountSid: AccountSid,
  services: IntakeServices,
  signal: AbortSignal,
): Promise<Decision> {
  const callback = readCallback(form, accountSid);
  if ("refusal" in callback) return { outcome: "refused", ...callback.refusal };
  const { recording } = callback;
  if (callback.status !== "completed") {
    return { outcome: callback.status === "absent" ? "absent" : "ignored", status: 204, recording };
  }
  const { message } = callback;
  try {
    const noted = await isNoted(recording, services, signal);
    await untilAborted(signal, services.enqueue(message, signal));
    return { outcome: "enqueued", status: 204, recording, message, noted };
  } catch (error) {
    return { ...failed(error, signal), recording };
  }
}

/** Before the queue, so that the store, which takes the note away, comes after it. */
async function isNoted(recording: RecordingSid, services: IntakeServices, signal: AbortSignal): Promise<boolean> {
  const soon = AbortSignal.any([signal, AbortSignal.timeout(noteMilliseconds)]);
  return untilAborted(soon, services.noteExpected(recording, soon)).then(
    () => true,
    () => false,
  );
}

export function failed(error: unknown, signal?: AbortSignal): Extract<Decision, { outcome: "failed" }> {
  const { reason, detail } = failureOf(error, signal);
  return { outcome: "failed", status: 503, reason, detail };
}
