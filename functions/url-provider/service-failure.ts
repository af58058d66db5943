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

/** What a log may tell of a foreign error: its code or name. Its message may hold a URL or worse. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return systemCode(error) ?? systemCode(error.cause) ?? error.name;
}

/** Such as ECONNREFUSED. */
function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return /^[A-Z][A-Z0-9_]+$/.test(error.code) ? error.code : undefined;
}
