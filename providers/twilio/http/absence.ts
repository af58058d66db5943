import { TwilioRefusedError } from "./errors.ts";

/** What was asked for, or `undefined` where Twilio proves that it is not there: the answer to a GET or a DELETE. */
export async function unlessAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TwilioRefusedError && error.isNotFound) return undefined;
    throw error;
  }
}
