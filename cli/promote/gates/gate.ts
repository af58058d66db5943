import { explain } from "../../terminal/explain.ts";

/** Something that must hold before a stack is touched. */
export interface Gate<Subject> {
  /** What it is about, in a word or two. */
  readonly name: string;
  /** All reasons to refuse, each with what to do; none where it holds. */
  refusals(subject: Subject): Promise<readonly string[]>;
}

export interface Refusal {
  gate: string;
  reason: string;
}

/**
 * Asks all gates at the same time, so that every reason to refuse is told at once. What can't be read for a reason that
 * the user can mend refuses as well.
 */
export async function refusalsOf<Subject>(
  gates: readonly Gate<Subject>[],
  subject: Subject,
  stop: AbortSignal,
): Promise<Refusal[]> {
  const found = await Promise.all(
    gates.map(async (gate) => {
      const reasons = await gate.refusals(subject).catch(reasonIn);
      return reasons.map((reason) => ({ gate: gate.name, reason }));
    }),
  );
  // An interrupt ends what the gates run, which then looks like a failure.
  stop.throwIfAborted();
  const refusals = found.flat();
  return refusals.filter(({ reason }, index) => refusals.findIndex((other) => other.reason === reason) === index);
}

function reasonIn(error: unknown): string[] {
  return [explain(error)];
}
