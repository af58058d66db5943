/** A moment's count and share of the work that is done, from 0 to 1. */
interface Sample {
  at: number;
  count: number;
  share: number;
}

/** Older samples tell nothing of how fast it goes now. */
const windowMilliseconds = 60_000;

/** How fast work goes, and how long it still takes, by what the last minute was like. */
export class Pace {
  readonly #now: () => number;
  #samples: Sample[] = [];

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(count: number, share: number): void {
    const at = this.#now();
    // The one just outside of the window stays, so that work of rare steps has a rate too.
    const first = this.#samples.findLastIndex((sample) => at - sample.at >= windowMilliseconds);
    this.#samples = [...this.#samples.slice(Math.max(0, first)), { at, count, share }];
  }

  /** Undefined until there is something to tell by. */
  get perSecond(): number | undefined {
    return this.#perSecond(({ count }) => count);
  }

  get secondsLeft(): number | undefined {
    const speed = this.#perSecond(({ share }) => share);
    const share = this.#samples.at(-1)?.share ?? 0;
    return speed === undefined || speed <= 0 ? undefined : (1 - share) / speed;
  }

  #perSecond(of: (sample: Sample) => number): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at === first.at) return undefined;
    return ((of(last) - of(first)) * 1000) / (last.at - first.at);
  }
}

/** `3725` → `1 h 02 min`, `75` → `1 min 15 s`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  if (hours === 0) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
}
