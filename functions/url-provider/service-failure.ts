export type FailureReason =
  | "misconfigured"
  | "credentials_unavailable"
  | "credentials_rejected"
  | "twilio_unavailable"
  | "twilio_answer_malformed"
  | "storage_unavailable"
  | "deadline_passed"
  | "unexpected";

/** A service could not tell. `detail` goes to the log: status codes and error names, nothing that came in or is secret. */
export class ServiceFailure extends Error {
  override readonly name = "ServiceFailure";
  readonly reason: FailureReason;
  readonly detail: string;

  constructor(reason: FailureReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options);
    this.reason = reason;
    this.detail = detail;
  }
}
