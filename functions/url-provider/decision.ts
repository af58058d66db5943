import type { RecordingSid } from "../../media/sid.ts";
import { failureOf } from "../lambda/failure-of.ts";
import type { FailureReason } from "../lambda/service-failure.ts";
import { untilAborted } from "../lambda/until-aborted.ts";
import type { AccessRule, Listener, StoredRecording } from "./authorisation.ts";
import { type PlaybackRequest, readRequest } from "./request.ts";

/** What Twilio says of a token, now or as remembered. `expiresAt` is in milliseconds since 1970. */
export type TokenVerdict =
  | { valid: false }
  | { valid: true; listener: Listener; expiresAt: number; remembered?: boolean };

/** The services that a decision rests on. Each throws a ServiceFailure, and never guesses, when it cannot tell. */
export interface PlaybackServices {
  validateToken(token: string, signal: AbortSignal): Promise<TokenVerdict>;
  /** Undefined where the bucket has no such recording. */
  findRecording(recording: RecordingSid, signal: AbortSignal): Promise<StoredRecording | undefined>;
  /** Whether the archive has noted that the recording is on its way. */
  isExpected(recording: RecordingSid, signal: AbortSignal): Promise<boolean>;
  /** A URL that anybody who holds it can GET for a short while. */
  presign(recording: RecordingSid, signal: AbortSignal): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface PlaybackRules {
  access: AccessRule;
  /** What asks from a page must be on a page of these; a browser holds to that by itself, other callers don't. */
  origins: readonly string[];
}

export type DenialReason =
  | "method_not_allowed"
  | "malformed_request"
  | "missing_token"
  | "malformed_authorization"
  | "origin_not_allowed"
  | "invalid_token"
  | "expired_token"
  | "role_not_allowed"
  | "recording_not_allowed"
  | "recording_not_found"
  | "recording_expected";

export interface Denial {
  status: 400 | 401 | 403 | 404 | 405;
  reason: DenialReason;
}

/** How long the services took to answer, in milliseconds; absent where they weren't asked. */
export interface UpstreamMilliseconds {
  token?: number;
  storage?: number;
}

type Outcome =
  | { outcome: "allowed"; status: 200; mediaUrl: string }
  | ({ outcome: "denied" } & Denial)
  | { outcome: "failed"; status: 503; reason: FailureReason; detail: string };

/** What came of a request, with what the log may know of it. Only `allowed` carries a URL. */
export type Decision = {
  recording?: RecordingSid;
  listener?: Listener;
  tokenRemembered?: boolean;
  upstream?: UpstreamMilliseconds;
} & Outcome;

/**
 * Decides on one request: shape, token, authorisation, object, then the URL, in that order, so that nobody
 * without a valid token and leave to hear learns what exists. Never throws: whatever is in doubt comes out
 * as `failed`. `signal` is the deadline; a service that ignores it is left behind.
 */
export async function decide(
  request: PlaybackRequest,
  { access, origins }: PlaybackRules,
  services: PlaybackServices,
  signal: AbortSignal,
): Promise<Decision> {
  const asked = readRequest(request);
  if ("denial" in asked) return { outcome: "denied", ...asked.denial };
  const { recording } = asked;
  if (request.origin !== undefined && !origins.includes(request.origin)) {
    return { ...denied(403, "origin_not_allowed"), recording };
  }
  const known: Pick<Decision, "listener" | "tokenRemembered"> & { upstream: UpstreamMilliseconds } = { upstream: {} };
  const call: ServiceCall = async (service, work) => {
    const startedAt = services.now();
    try {
      return await untilAborted(signal, work());
    } finally {
      known.upstream[service] = (known.upstream[service] ?? 0) + services.now() - startedAt;
    }
  };
  const outcome = await outcomeOf(asked, access, services, signal, call, known).catch((error: unknown) =>
    failed(error, signal),
  );
  return { ...outcome, recording, ...known };
}

type ServiceCall = <T>(service: keyof UpstreamMilliseconds, work: () => Promise<T>) => Promise<T>;

async function outcomeOf(
  { recording, token }: { recording: RecordingSid; token: string },
  access: AccessRule,
  services: PlaybackServices,
  signal: AbortSignal,
  call: ServiceCall,
  known: Pick<Decision, "listener" | "tokenRemembered" | "upstream">,
): Promise<Outcome> {
  const verdict = await call("token", () => services.validateToken(token, signal));
  if (!verdict.valid) return denied(401, "invalid_token");
  known.listener = verdict.listener;
  if (verdict.remembered) {
    known.tokenRemembered = true;
    delete known.upstream?.token;
  }
  // "Not in the future" rather than "in the past", so that a NaN is expired too.
  if (!(verdict.expiresAt > services.now())) return denied(401, "expired_token");

  const ruling = access(verdict.listener);
  if (ruling !== "allowed" && typeof ruling !== "function") return denied(403, "role_not_allowed");
  const stored = await call("storage", () => services.findRecording(recording, signal));
  // Whoever may hear some recordings only must not learn whether another one is there.
  const mayHear = ruling === "allowed" || (stored !== undefined && ruling(stored) === true);
  if (!mayHear) return denied(403, "recording_not_allowed");

  if (stored === undefined) {
    const expected = await call("storage", () => services.isExpected(recording, signal));
    return denied(404, expected ? "recording_expected" : "recording_not_found");
  }
  const mediaUrl = await call("storage", () => services.presign(recording, signal));
  return { outcome: "allowed", status: 200, mediaUrl };
}

function denied(status: Denial["status"], reason: DenialReason): Outcome {
  return { outcome: "denied", status, reason };
}

export function failed(error: unknown, signal?: AbortSignal): Extract<Outcome, { outcome: "failed" }> {
  const { reason, detail } = failureOf(error, signal);
  return { outcome: "failed", status: 503, reason, detail };
}
