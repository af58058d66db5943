import { setTimeout as sleep } from "node:timers/promises";

export interface Polling {
  /** Milliseconds from one look to the next. */
  poll: number;
  signal: AbortSignal;
  /** After how many looks nobody waits on. */
  mostLooks: number;
}

/** Looks until there is an answer; undefined where none has come. */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  { poll, signal, mostLooks }: Polling,
): Promise<T | undefined> {
  for (let looks = 1; ; looks += 1) {
    const answer = await ask();
    if (answer !== undefined || looks >= mostLooks) return answer;
    await sleep(poll, undefined, { signal });
  }
}
