import { Mendable } from "../../local/engine/mendable.ts";
import type { Stack } from "../stack/stack.ts";
import type { StackCheck } from "./check.ts";

export { type Outcome, outcomes, type StackCheck } from "./check.ts";

export interface VerifyOptions {
  /** The Flex token of one who may listen. Without it, playback of the probe is skipped. */
  flexToken?: string;
  /** Ends it: no further check is begun, and the one at work is given up. */
  stop: AbortSignal;
  /** Time for everything, in milliseconds. Checks that are not begun by then have failed. Default: 5 minutes. */
  timeLimit?: number;
}

/**
 * Tries a stack that is up through the interfaces that its users have, and yields each check as it is done. A check
 * that goes wrong, or a service that can't be reached, has failed; the others go on.
 *
 * @throws {Mendable} where the stack's outputs or configuration can't be read, so that nothing can be tried
 */
export async function* verifyStack(stack: Stack, { stop }: VerifyOptions): AsyncGenerator<StackCheck> {
  if (stop.aborted) return;
  yield* [];
  throw new Mendable(`--stack: ${stack.name} can't be verified yet; bring it up, and look at it yourself`);
}
