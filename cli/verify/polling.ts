import { setTimeout as sleep } from "node:timers/promises";

/** Asks until there is an answer. */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  { poll, signal }: { poll: number; signal: AbortSignal },
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(poll, undefined, { signal });
  }
}
