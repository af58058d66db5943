import { durationText } from "../terminal/pace.ts";
import { bytesText, table } from "../terminal/table.ts";
import type { Tally } from "./checkpoint.ts";
import type { DayRange } from "./days.ts";
import { type Outcome, outcomes, type RecordingOutcome } from "./outcome.ts";

/** How many recordings a report on the terminal names. */
const named = 20;

const meanings: Record<Outcome, string> = {
  stored: "in the bucket now",
  skipped: "had been in the bucket before",
  absent: "Twilio never had audio of them",
  deleted: "deleted at Twilio before they were stored",
  unfinished: "still being made; their callback brings them",
  pending: "not stored yet; the queue is still at work",
  failed: "not stored",
};

/** What came of a backfill: counted, and the first of what needs a look. */
export class BackfillReport {
  readonly counts: Record<Outcome, number>;
  readonly failedByReason: Record<string, number> = {};
  readonly #named: RecordingOutcome[] = [];

  constructor() {
    this.counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  }

  /** Whether the recording is to be named. */
  add(recorded: RecordingOutcome): boolean {
    const { outcome, reason } = recorded;
    this.counts[outcome] += 1;
    if (outcome === "stored" || outcome === "skipped") return false;
    if (reason !== undefined) this.failedByReason[reason] = (this.failedByReason[reason] ?? 0) + 1;
    if (this.#named.length < named) this.#named.push(recorded);
    return true;
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  summary(range: DayRange): Record<string, unknown> {
    return { ...range, total: this.total, ...this.counts, failedByReason: this.failedByReason };
  }

  text(): string {
    const rows = outcomes
      .filter((outcome) => this.counts[outcome] > 0 || outcome === "stored")
      .map((outcome) => [outcome, this.counts[outcome], meanings[outcome]]);
    const reasons = Object.entries(this.failedByReason).sort(([, a], [, b]) => b - a);
    const failures = reasons.length > 0 ? table(["failed because of", "recordings"], reasons) : "";
    const lines = this.#named.map(({ recording, outcome, reason, detail }) =>
      [recording, outcome, reason, detail].filter(Boolean).join("  "),
    );
    const unnamed = this.total - this.counts.stored - this.counts.skipped - this.#named.length;
    if (unnamed > 0) lines.push(`and ${unnamed} more; --json FILE names them all`);
    return `${table(["recordings", "count", ""], rows)}${failures}${lines.map((line) => `${line}\n`).join("")}`;
  }
}

/** What a backfill would do. */
export function rehearsalText(tally: Tally): string {
  return table(
    ["recordings", "count", ""],
    [
      ["to store", tally.enqueued, `${durationText(tally.seconds)} of audio, about ${bytesText(tally.bytes)}`],
      ["skipped", tally.skipped, "in the bucket already"],
      ["absent", tally.absent, meanings.absent],
      ["deleted", tally.deleted, "deleted at Twilio"],
      ["unfinished", tally.unfinished, meanings.unfinished],
    ],
  );
}
