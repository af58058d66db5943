import { setTimeout as sleep } from "node:timers/promises";
import type { LocalAwsRequest } from "../../local/aws/reach.ts";
import { noAnswer } from "../../local/player/sequence.ts";
import type { Subject } from "./subject.ts";
import { NoAnswer } from "./trial.ts";

/** A page that nobody has, so that none may allow it. */
export const foreignOrigin = "https://elsewhere.example";

/** Time for a request and for sending it again. A function that has not been called for long takes seconds to begin. */
const milliseconds = 30_000;
/** With a wait before each but the first, one look long and then doubled. */
const mostTries = 4;

/**
 * The answer that anybody gets who asks, its body left unread. A request that nobody answers, or that is answered with
 * 429 or a 5xx, is sent again: one such answer says nothing of a function that has just been changed.
 * @param what how messages name it, as its address may be what must not be told
 * @throws {NoAnswer}
 */
export async function askAsStranger(
  { fetch, poll }: Pick<Subject, "fetch" | "poll">,
  what: string,
  url: string,
  init: Omit<LocalAwsRequest, "signal">,
  signal: AbortSignal,
): Promise<Response> {
  const whole = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  for (let tries = 1; ; tries += 1) {
    const isLast = tries === mostTries;
    try {
      const answer = await fetch(url, { ...init, signal: whole });
      await answer.body?.cancel();
      if (isLast || !isPassing(answer.status)) return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (isLast || whole.aborted) throw new NoAnswer(unanswered(what, error));
    }
    await sleep(poll * 2 ** (tries - 1), undefined, { signal: whole }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new NoAnswer(unanswered(what, error));
    });
  }
}

function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

function unanswered(what: string, error: unknown): string {
  return `${what} ${noAnswer(error)}; look whether it is there and can be reached from here`;
}
