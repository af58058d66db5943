import { ProviderError } from "../../kit/index.ts";
import { TwilioUnansweredError } from "./errors.ts";

export interface CreateOnce<T> {
  /** How messages name the thing: `the task queue "Sales"`. */
  what: string;
  /** Looks for the thing by what makes it unique. */
  find(): Promise<{ id: string; found: T } | undefined>;
  /** The POST that makes it; it is never repeated by itself. */
  post(): Promise<T>;
  /**
   * Given where the answer to the POST tells what can't be had again, such as a secret: takes away what an
   * unanswered POST made, so that it can be made anew.
   */
  discard?(id: string): Promise<void>;
}

/**
 * Makes a thing exactly once, although Twilio knows no idempotency keys: what already exists is an error
 * that tells how to import it, and a POST of which it stays open whether it happened is looked up before
 * it is sent again.
 * @throws {ProviderError} when the thing was there before.
 * @throws {TwilioUnansweredError} when it is still open after a second attempt.
 */
export async function createOnce<T>({ what, find, post, discard }: CreateOnce<T>): Promise<T> {
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
    const made = await find();
    if (discard === undefined) return made?.found ?? (await post());
    if (made !== undefined) await discard(made.id);
    return await postAndDiscard({ find, post, discard });
  }
}

/** A last attempt: what it made without telling is taken away, so that the next run starts from nothing. */
async function postAndDiscard<T>({
  find,
  post,
  discard,
}: Required<Pick<CreateOnce<T>, "find" | "post" | "discard">>): Promise<T> {
  try {
    return await post();
  } catch (error) {
    const made = error instanceof TwilioUnansweredError ? await find() : undefined;
    if (made !== undefined) await discard(made.id);
    throw error;
  }
}
