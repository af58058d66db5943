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
