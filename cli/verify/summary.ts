import { checkLine } from "../terminal/check-line.ts";
import { type Outcome, outcomes, type StackCheck } from "./check.ts";

const nameWidth = 36;

/** A check as a line, with its end. */
export function lineOf(check: StackCheck): string {
  return checkLine(check, nameWidth);
}

/** How many checks came to what. */
export function countsOf(checks: readonly StackCheck[]): Record<Outcome, number> {
  const count = (outcome: Outcome) => checks.filter((check) => check.outcome === outcome).length;
  return Object.fromEntries(outcomes.map((outcome) => [outcome, count(outcome)])) as Record<Outcome, number>;
}

/** `21 passed, 1 failed (voice flow), 1 skipped (playback)`: whatever has not passed is named. */
export function summaryOf(checks: readonly StackCheck[]): string {
  const counts = countsOf(checks);
  const parts = outcomes.flatMap((outcome) => {
    if (counts[outcome] === 0) return [];
    const names = checks.filter((check) => check.outcome === outcome).map(({ name }) => name);
    return [`${counts[outcome]} ${outcome}${outcome === "passed" ? "" : ` (${names.join(", ")})`}`];
  });
  return `${parts.join(", ")}\n`;
}
