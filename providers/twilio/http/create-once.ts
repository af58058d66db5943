import { ProviderError } from "../../kit/index.ts";
import { TwilioUnansweredError } from "./errors.ts";

export interface CreateOnce<T> {
  /** How messages name the thing: `the task queue "Sales"`. */
  what: string;
  /** Looks for the thing by what makes it unique. */
  find(): Promise<{ id: string; found: T } | undefined>;
  /** The POST that makes it; it is never repeated by itself. */
  post(): Promise<T>;
}

/**
 * Makes a thing exactly once, although Twilio knows no idempotency keys: what already exists is an error
 * that tells how to import it, and a POST of which it stays open whether it happened is looked up before
 * it is sent again.
 * @throws {ProviderError} when the thing was there before.
 * @throws {TwilioUnansweredError} when it is still open after a second attempt.
 */
export async function createOnce<T>({ what, find, post }: CreateOnce<T>): Promise<T> {
  const existing = await find();
  if (existing !== undefined) {
    throw new ProviderError(
      `${what} exists already and is not managed by this stack; import it by its ID ${existing.id}, or choose another name.`,
    );
  }
  try {
    return await post();
  } catch (error) {
    if (!(error instanceof TwilioUnansweredError)) throw error;
    return (await find())?.found ?? (await post());
  }
}
