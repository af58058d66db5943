import type { LocalAwsRequest } from "../../local/aws/reach.ts";
import { noAnswer } from "../../local/player/sequence.ts";
import type { Subject } from "./subject.ts";
import { NoAnswer } from "./trial.ts";

/** A page that nobody has, so that none may allow it. */
export const foreignOrigin = "https://elsewhere.example";

/** Time for one request. A function that has not been called for long takes seconds to begin. */
const milliseconds = 30_000;

/**
 * The answer that anybody gets who asks, its body left unread.
 * @param what how messages name it, as its address may be what must not be told
 * @throws {NoAnswer}
 */
export async function askAsStranger(
  { fetch }: Pick<Subject, "fetch">,
  what: string,
  url: string,
  init: Omit<LocalAwsRequest, "signal">,
  signal: AbortSignal,
): Promise<Response> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]) });
    await answer.body?.cancel();
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    throw new NoAnswer(`${what} ${noAnswer(error)}; look whether it is there and can be reached from here`);
  }
}
