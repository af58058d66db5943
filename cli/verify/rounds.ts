import { setTimeout as sleep } from "node:timers/promises";
import type { StackCheck } from "./check.ts";
import { type Limits, type Trial, tried } from "./trial.ts";

/** Something that comes to one check or to several. */
export interface Step {
  checks(limits: Limits): AsyncIterable<StackCheck>;
  /** Asked before it is made again. */
  isRepeatable(): boolean;
}

export function stepOf(trial: Trial): Step {
  return {
    async *checks(limits) {
      yield await tried(trial, limits);
    },
    isRepeatable: () => trial.isRepeatable?.() ?? true,
  };
}

export interface Rounds {
  /** Milliseconds, counted from the end of the first round, after which no other one is begun. */
  patience: number;
  /** Milliseconds from the end of a round to the next. */
  pause: number;
  stop: AbortSignal;
  /** The limits of a round that begins now. */
  limits(): Limits;
}

/**
 * Makes all steps and, while anything has failed and patience lasts, those that failed once more, with those that could
 * not be tried, as these may have waited for one that failed. Yields each check of the first round, and of the others
 * those that came to something else than before.
 */
export async function* inRounds(
  steps: readonly Step[],
  { patience, pause, stop, limits }: Rounds,
): AsyncGenerator<StackCheck> {
  const found = new Map<Step, readonly StackCheck[]>();
  yield* round(steps, found, limits());
  const endsAt = performance.now() + patience;
  for (;;) {
    const open = steps.filter((step) => isOpen(found.get(step) ?? []) && step.isRepeatable());
    const hasFailed = open.some((step) => found.get(step)?.some(({ outcome }) => outcome === "failed"));
    if (!hasFailed || performance.now() + pause > endsAt) return;
    // The signal knows better than the timer why it was aborted.
    await sleep(pause, undefined, { signal: stop }).catch(() => stop.throwIfAborted());
    yield* round(open, found, limits());
  }
}

async function* round(
  steps: readonly Step[],
  found: Map<Step, readonly StackCheck[]>,
  limits: Limits,
): AsyncGenerator<StackCheck> {
  for (const step of steps) {
    const before = found.get(step) ?? [];
    const now: StackCheck[] = [];
    for await (const check of step.checks(limits)) {
      now.push(check);
      if (!before.some((other) => isSame(other, check))) yield check;
    }
    found.set(step, now);
  }
}

function isOpen(checks: readonly StackCheck[]): boolean {
  return checks.some(({ outcome }) => outcome === "failed" || outcome === "skipped");
}

function isSame(one: StackCheck, other: StackCheck): boolean {
  return one.name === other.name && one.outcome === other.outcome && one.detail === other.detail;
}
