import type { CheckFailure, PropertyPath } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { TwilioRefusedError } from "../http/errors.ts";

/** The longest that a check waits for Twilio's opinion: what it misses, the write itself will tell. */
const longestWaitMs = 10_000;

/**
 * Lets Studio judge a flow without making it. Where it can't be asked (no network, no valid credentials), it
 * has nothing to say: a preview works without it, and the write is judged in any case.
 */
export async function validationFailures(
  flow: { friendlyName: string; status: string; definition: unknown },
  client: TwilioClient,
  signal: AbortSignal,
): Promise<CheckFailure[]> {
  const form = { FriendlyName: flow.friendlyName, Status: flow.status, Definition: JSON.stringify(flow.definition) };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)]);
  try {
    const request = { product: "studio", method: "POST", path: "/v2/Flows/Validate", form, idempotent: true } as const;
    await client.request(request, limit);
    return [];
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof TwilioRefusedError && error.refusal.status === 400 ? failuresIn(error) : [];
  }
}

/** Studio's findings by path; its refusal as a whole where it doesn't say more. */
function failuresIn(error: TwilioRefusedError): CheckFailure[] {
  const { errors } = (error.refusal.details ?? {}) as { errors?: unknown };
  const found = (Array.isArray(errors) ? errors : []).filter(
    (item): item is { message: unknown; property_path: unknown } => typeof item === "object" && item !== null,
  );
  if (found.length === 0) return [{ path: ["definition"], reason: `is refused: ${error.message}` }];
  return found.map(({ message, property_path: pointer }) => ({
    path: ["definition", ...stepsOf(String(pointer ?? "#"))],
    reason: `is refused by Studio: ${message}`,
  }));
}

/** A JSON pointer from the definition on, as in `#/states/0/name`. */
function stepsOf(pointer: string): PropertyPath {
  return pointer
    .replace(/^#?\/?/, "")
    .split("/")
    .filter((step) => step !== "")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
