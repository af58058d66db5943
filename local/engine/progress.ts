import type { Writable } from "node:stream";

/** What is being done right now, and how far it is. Called as often as something changes. */
export type Report = (task: string, detail?: string) => void;

export interface Progress {
  report: Report;
  /** Leaves the updating line of a terminal, so that other output starts on a line of its own. */
  end(): void;
}

export interface ProgressTarget extends Writable {
  isTTY?: boolean;
  columns?: number;
}

/** Elsewhere than on a terminal a task shows at its start, and again after so many seconds. */
const SPARSE_SECONDS = 15;
const ERASE_LINE = "\r\u001b[2K";

/** Shows progress on a terminal as one line that updates itself, elsewhere as a line now and then. */
export function progressOn(target: ProgressTarget, now: () => number = Date.now): Progress {
  return target.isTTY === true ? updatingLine(target) : sparseLines(target, now);
}

function updatingLine(target: ProgressTarget): Progress {
  let shown = false;
  return {
    report(task, detail) {
      target.write(ERASE_LINE + line(task, detail).slice(0, (target.columns ?? 80) - 1));
      shown = true;
    },
    end() {
      if (shown) target.write("\n");
      shown = false;
    },
  };
}

function sparseLines(target: ProgressTarget, now: () => number): Progress {
  let shownTask: string | undefined;
  let shownAt = 0;
  return {
    report(task, detail) {
      if (task === shownTask && now() - shownAt < SPARSE_SECONDS * 1000) return;
      shownTask = task;
      shownAt = now();
      target.write(`${line(task, detail)}\n`);
    },
    end() {},
  };
}

function line(task: string, detail: string | undefined): string {
  return detail === undefined ? task : `${task}: ${detail}`;
}

/** `75_000` → `1 min 15 s` */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
