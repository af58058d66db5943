import type { RecordingSid } from "../../media/sid.ts";
import { TwilioRefusedError } from "../../providers/twilio/http/errors.ts";
import type { Archive } from "./archive.ts";

/** Whether Twilio knows of a recording, deleted or not. Only a proven 404 says no. */
export async function fetchKnown(
  { twilio, accountSid }: Pick<Archive, "twilio" | "accountSid">,
  recording: RecordingSid,
  signal: AbortSignal,
): Promise<boolean> {
  const path = `/2010-04-01/Accounts/${accountSid}/Recordings/${recording}.json`;
  try {
    await twilio.request({ product: "api", method: "GET", path, query: { IncludeSoftDeleted: true } }, signal);
    return true;
  } catch (error) {
    if (error instanceof TwilioRefusedError && error.isNotFound) return false;
    throw error;
  }
}
