import { SingleBar } from "cli-progress";
import type { ProgressTarget } from "../../local/engine/progress.ts";
import { durationText, Pace } from "./pace.ts";

/** Shows how far one piece of work is. */
export interface ProgressBar {
  /**
   * @param share from 0 to 1
   * @param count what the rate is of
   */
  update(share: number, count: number): void;
  /** Leaves the bar's line, so that other output starts on a line of its own. */
  end(): void;
}

/** Elsewhere than on a terminal a line shows after so many seconds. */
const sparseSeconds = 15;

/**
 * A bar with rate and time left on a terminal, elsewhere a line now and then.
 * @param task what is done, and to what, as in `enqueued, recordings`
 */
export function progressBar(
  target: ProgressTarget,
  task: string,
  now: () => number = () => performance.now(),
): ProgressBar {
  return target.isTTY === true ? bar(target, task, now) : lines(target, task, now);
}

function bar(target: ProgressTarget, task: string, now: () => number): ProgressBar {
  const pace = new Pace(now);
  const shown = new SingleBar({
    stream: target,
    format: `${task} {bar} {text}`,
    barsize: 24,
    hideCursor: true,
    // The command's own handler ends the work, and with it the bar.
    gracefulExit: false,
  });
  shown.start(1, 0, { text: "" });
  return {
    update(share, count) {
      pace.note(count, share);
      shown.update(share, { text: text(share, count, pace) });
    },
    end: () => shown.stop(),
  };
}

function lines(target: ProgressTarget, task: string, now: () => number): ProgressBar {
  const pace = new Pace(now);
  let shownAt: number | undefined;
  return {
    update(share, count) {
      pace.note(count, share);
      if (shownAt !== undefined && now() - shownAt < sparseSeconds * 1000) return;
      shownAt = now();
      target.write(`${task}: ${text(share, count, pace)}\n`);
    },
    end() {},
  };
}

function text(share: number, count: number, { perSecond, secondsLeft }: Pace): string {
  const parts = [`${Math.floor(share * 100)}%`, String(count)];
  if (perSecond !== undefined) parts.push(`${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`);
  if (secondsLeft !== undefined && share < 1) parts.push(`${durationText(secondsLeft)} left`);
  return parts.join(", ");
}
