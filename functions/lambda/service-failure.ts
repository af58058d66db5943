export type FailureReason =
  | "misconfigured"
  | "credentials_unavailable"
  | "credentials_rejected"
  | "queue_unavailable"
  | "storage_unavailable"
  | "twilio_unavailable"
  | "twilio_refused"
  | "twilio_answer_malformed"
  | "redirect_refused"
  | "message_malformed"
  | "recording_unknown"
  | "still_processing"
  | "stored_elsewhere"
  | "encrypted"
  | "media_missing"
  | "media_cut"
  | "media_malformed"
  | "channels_differ"
  | "duration_differs"
  | "stored_differs"
  | "upload_conflict"
  | "deadline_passed"
  | "unexpected";

/**
 * Something could not be done or told. `detail` goes to the log: status codes, error names and figures, nothing that
 * is secret and no URL.
 */
export class ServiceFailure extends Error {
  override readonly name = "ServiceFailure";
  readonly reason: FailureReason;
  readonly detail: string;
  /** Milliseconds that the service asks to wait before the next try. */
  readonly retryAfter: number | undefined;

  constructor(reason: FailureReason, detail: string, options: ErrorOptions & { retryAfter?: number | undefined } = {}) {
    super(`${reason}: ${detail}`, options);
    this.reason = reason;
    this.detail = detail;
    this.retryAfter = options.retryAfter;
  }
}
