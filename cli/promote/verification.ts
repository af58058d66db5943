import { setTimeout as sleep } from "node:timers/promises";
import { shortName } from "../stack/short-name.ts";
import { flexTokenIn } from "../verify/flex-token.ts";
import type { StackCheck } from "../verify/index.ts";

export interface Patience {
  /** Milliseconds from one verification to the next. */
  poll?: number | undefined;
  /** Milliseconds after which none is begun any more. By default there is but one. */
  patience?: number | undefined;
  now: () => number;
}

/**
 * Verifies until nothing fails: what an update has just made can take a moment to be seen everywhere, at AWS above all.
 * What still fails when patience is over has failed.
 */
export async function settledVerification(
  verify: () => Promise<readonly StackCheck[]>,
  { poll = 5_000, patience = 0, now }: Patience,
  stop: AbortSignal,
): Promise<readonly StackCheck[]> {
  const startedAt = now();
  for (;;) {
    const checks = await verify();
    if (isVerified(checks) || now() - startedAt + poll > patience) return checks;
    await sleep(poll, undefined, { signal: stop });
  }
}

/** Nothing failed, and something passed: where nothing could be tried, nothing is known. */
export function isVerified(checks: readonly StackCheck[]): boolean {
  return checks.some(({ outcome }) => outcome === "passed") && checks.every(({ outcome }) => outcome !== "failed");
}

/** The Flex token of a stack's account. One of `FLEX_TOKEN` alone could be of either stack's. */
export function flexTokenOf(
  stack: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return flexTokenIn({ FLEX_TOKEN: environment[`FLEX_TOKEN_${shortName(stack).toUpperCase().replace(/\W/g, "_")}`] });
}
