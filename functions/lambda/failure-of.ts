import { errorName } from "./error-name.ts";
import { ServiceFailure } from "./service-failure.ts";

/** Any error as a failure; of an unforeseen one only the name is kept, as its message may hold anything. */
export function failureOf(error: unknown, signal?: AbortSignal): ServiceFailure {
  if (signal?.aborted) return new ServiceFailure("deadline_passed", "no time left", { cause: error });
  if (error instanceof ServiceFailure) return error;
  return new ServiceFailure("unexpected", errorName(error), { cause: error });
}
