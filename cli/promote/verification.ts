import { shortName } from "../stack/short-name.ts";
import { flexTokenIn } from "../verify/flex-token.ts";
import type { StackCheck } from "../verify/index.ts";

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
