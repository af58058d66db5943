import type { RecordingSid } from "../../media/sid.ts";
import { type Listener, mayHear, type RolePattern } from "./authorisation.ts";
import { errorName } from "./error-name.ts";
import { type PlaybackRequest, readRequest } from "./request.ts";
import { type FailureReason, ServiceFailure } from "./service-failure.ts";
import { untilAborted } from "./until-aborted.ts";

/** What Twilio says of a token. `expiresAt` is in milliseconds since 1970. */
export type TokenVerdict = { valid: false } | { valid: true; listener: Listener; expiresAt: number };

/** The services that a decision rests on. Each throws a ServiceFailure, and never guesses, when it cannot tell. */
export interface PlaybackServices {
  validateToken(token: string, signal: AbortSignal): Promise<TokenVerdict>;
  recordingExists(recording: RecordingSid, signal: AbortSignal): Promise<boolean>;
  /** A URL that anybody who holds it can GET for a short while. */
  presign(recording: RecordingSid, signal: AbortSignal): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
}

export type DenialReason =
  | "method_not_allowed"
  | "malformed_request"
  | "missing_token"
  | "malformed_authorization"
  | "invalid_token"
  | "expired_token"
  | "role_not_allowed"
  | "recording_not_found";

export interface Denial {
  status: 400 | 401 | 403 | 404 | 405;
  reason: DenialReason;
}

/** What came of a request, with what the log may know of it. Only `allowed` carries a URL. */
export type Decision = { recording?: RecordingSid; listener?: Listener } & (
  | { outcome: "allowed"; status: 200; mediaUrl: string }
  | ({ outcome: "denied" } & Denial)
  | { outcome: "failed"; status: 503; reason: FailureReason; detail: string }
);

/**
 * Decides on one request: shape, token, role, object, then the URL, in that order, so that nobody without
 * a valid token and role learns what exists. Never throws: whatever is in doubt comes out as `failed`.
 * `signal` is the deadline; a service that ignores it is left behind.
 */
export async function decide(
  request: PlaybackRequest,
  allowedRoles: readonly RolePattern[],
  services: PlaybackServices,
  signal: AbortSignal,
): Promise<Decision> {
  const asked = readRequest(request);
  if ("denial" in asked) return { outcome: "denied", ...asked.denial };
  const { recording, token } = asked;
  let listener: Listener | undefined;
  const known = () => (listener ? { recording, listener } : { recording });

  try {
    const verdict = await untilAborted(signal, services.validateToken(token, signal));
    if (!verdict.valid) return { outcome: "denied", status: 401, reason: "invalid_token", ...known() };
    listener = verdict.listener;
    // "Not in the future" rather than "in the past", so that a NaN is expired too.
    if (!(verdict.expiresAt > services.now())) {
      return { outcome: "denied", status: 401, reason: "expired_token", ...known() };
    }
    if (!mayHear(listener, allowedRoles)) {
      return { outcome: "denied", status: 403, reason: "role_not_allowed", ...known() };
    }
    if (!(await untilAborted(signal, services.recordingExists(recording, signal)))) {
      return { outcome: "denied", status: 404, reason: "recording_not_found", ...known() };
    }
    const mediaUrl = await untilAborted(signal, services.presign(recording, signal));
    return { outcome: "allowed", status: 200, mediaUrl, ...known() };
  } catch (error) {
    const reason = signal.aborted ? new ServiceFailure("deadline_passed", "no time left") : error;
    return { ...failed(reason), ...known() };
  }
}

/** An error as a decision; of an unforeseen error only its name is kept, as its message may hold anything. */
export function failed(error: unknown): Extract<Decision, { outcome: "failed" }> {
  const { reason, detail } =
    error instanceof ServiceFailure ? error : { reason: "unexpected" as const, detail: errorName(error) };
  return { outcome: "failed", status: 503, reason, detail };
}
