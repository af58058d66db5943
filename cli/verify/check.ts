export const outcomes = ["passed", "failed", "warned", "skipped"] as const;

/** `skipped`: it could not be tried, and the detail says why. */
export type Outcome = (typeof outcomes)[number];

/** What came of one check on a stack that is up. */
export interface StackCheck {
  /** Its subject and, after a colon, what of it: `voice flow: number`. */
  name: string;
  outcome: Outcome;
  milliseconds?: number;
  /** What was seen, and what to do where it is not as it should be. No credential, token or media URL. */
  detail: string;
}

/**
 * What checks have come to, of which some were made again: the last of each name, in the order in which they first came.
 * A check of a subject as a whole and those of its parts take each other's place.
 */
export function lastOf(checks: Iterable<StackCheck>): StackCheck[] {
  const last = new Map<string, StackCheck>();
  for (const check of checks) {
    for (const name of last.keys()) if (isPartOf(name, check.name) || isPartOf(check.name, name)) last.delete(name);
    last.set(check.name, check);
  }
  return [...last.values()];
}

function isPartOf(part: string, whole: string): boolean {
  return part.startsWith(`${whole}: `);
}
