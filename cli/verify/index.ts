import type { Stack } from "../stack/stack.ts";
import { addressTrials } from "./addresses.ts";
import { bucketTrials } from "./bucket.ts";
import type { StackCheck } from "./check.ts";
import { flexTrials } from "./flex-configuration.ts";
import { flowTrials } from "./flows.ts";
import { mediaTrials } from "./media.ts";
import { numberTrials } from "./numbers.ts";
import { playbackChecks } from "./playback.ts";
import { type Probe, probeTrials } from "./probe.ts";
import { recordingTrials } from "./recording.ts";
import { inRounds, type Step, stepOf } from "./rounds.ts";
import { openSubject, type Subject } from "./subject.ts";
import type { Trial } from "./trial.ts";
import { urlTrials } from "./urls.ts";

export { lastOf, type Outcome, outcomes, type StackCheck } from "./check.ts";
export { flexTokenIn } from "./flex-token.ts";

export interface VerifyOptions {
  /** The Flex token of one who may listen. Without it, playback of the probe is skipped. */
  flexToken?: string | undefined;
  /** Ends it: no further check is begun, and the one at work is given up. */
  stop: AbortSignal;
  /** Time for all checks, in milliseconds; anew where they are made again. What is not done by then has failed. Default: 5 minutes. */
  timeLimit?: number | undefined;
  /**
   * For how long failed checks are made again, in milliseconds, counted from the end of the first run: what an update has
   * just made can take a moment to be seen everywhere, at AWS above all. Default: 0.
   */
  patience?: number | undefined;
  /** Milliseconds from one such run to the next. Default: 5000. */
  pause?: number | undefined;
  /** Milliseconds from one look to the next where something is waited for. Default: 1000. */
  poll?: number | undefined;
  /** How often a request to Twilio that failed in passing is sent again: bursts of 429 last for seconds. Default: 7. */
  retries?: number | undefined;
  /** Takes the newest recording where the settings would have a call placed for one: calls cost, and disturb agents. */
  withoutCall?: boolean | undefined;
}

/** Milliseconds. A call of a probe takes half a minute, and an archive that has to try again a minute more. */
export const usualTimeLimit = 300_000;

/**
 * Tries a stack that is up through the interfaces that its users have, and yields each check as it is done. A check
 * that goes wrong, or a service that can't be reached, has failed; the others go on. One that is made again and comes to
 * something else is yielded again; `lastOf` tells what counts.
 *
 * @throws {Mendable} where the stack's outputs or configuration can't be read, so that nothing can be tried; the
 *   reason of `stop` once that is aborted
 */
export async function* verifyStack(stack: Stack, options: VerifyOptions): AsyncGenerator<StackCheck> {
  const { flexToken, stop, timeLimit = usualTimeLimit, poll = 1_000, retries = 7 } = options;
  const { patience = 0, pause = 5_000 } = options;
  stop.throwIfAborted();
  const limits = () => ({ stop, time: AbortSignal.timeout(timeLimit), milliseconds: timeLimit });
  const subject = await openSubject(stack, { flexToken, poll, retries });
  try {
    yield* inRounds(stepsOf(subject, { withoutCall: options.withoutCall }), { patience, pause, stop, limits });
  } finally {
    subject.close();
  }
}

function stepsOf(subject: Subject, probe: Probe): Step[] {
  const playback: Step = { checks: (limits) => playbackChecks(subject, probe, limits), isRepeatable: () => true };
  return [...[...trialsOf(subject, probe)].map(stepOf), playback];
}

/** In the order in which a call comes through; what needs a recording stands after the probe, which may make the first. */
function* trialsOf(subject: Subject, probe: Probe): Generator<Trial> {
  yield* flexTrials(subject);
  yield* recordingTrials(subject);
  yield* flowTrials(subject);
  yield* numberTrials(subject);
  yield* addressTrials(subject);
  yield* urlTrials(subject);
  yield* probeTrials(subject, probe);
  yield* bucketTrials(subject);
  yield* mediaTrials(subject);
}
