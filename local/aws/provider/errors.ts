import { ProviderError } from "../../../providers/kit/index.ts";

/** AWS answered with an error, or not at all. */
export class AwsError extends ProviderError {
  override name = "AwsError";
  /** AWS's own name of the error, such as `NoSuchBucket`; empty without an answer. */
  readonly code: string;
  /** HTTP status; 0 without an answer. */
  readonly status: number;

  constructor(command: string, code: string, status: number, message: string, options?: ErrorOptions) {
    super(`${command} failed: ${[code, message].filter((part) => part !== "").join(": ")}`, options);
    this.code = code;
    this.status = status;
  }
}

/** Names what the AWS SDK threw. What isn't a failure of the request, such as an abort, stays as it is. */
export function asAwsError(error: unknown, command: string): unknown {
  if (!(error instanceof Error) || error instanceof AwsError || error.name === "AbortError") return error;
  const name = command.replace(/Command$/, "");
  const status = httpStatusOf(error);
  if (status !== 0) return new AwsError(name, error.name, status, error.message, { cause: error });
  const reason = "code" in error && typeof error.code === "string" ? `${error.code} ${error.message}` : error.message;
  return new AwsError(name, "", 0, `there was no answer (${reason.trim()})`, { cause: error });
}

function httpStatusOf(error: Error): number {
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return 0;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
}

/** Whether the error says that the thing asked for isn't there. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    (error.status === 404 || /^NoSuch|NotFound|QueueDoesNotExist|NonExistentQueue/.test(error.code))
  );
}

/** What `ask` gives, or `undefined` if the thing isn't there. */
export async function unlessMissing<T>(ask: Promise<T>): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
