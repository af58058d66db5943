import type { Tally } from "./checkpoint.ts";
import type { ListedRecording } from "./recording-list.ts";

/** What a backfill does about a recording that Twilio lists. */
export type Fate = "skipped" | "enqueued" | "absent" | "deleted" | "unfinished";

/** What is in the bucket counts first: it may have been deleted at Twilio for just that reason. */
export function fateOf({ status }: Pick<ListedRecording, "status">, isInBucket: boolean): Fate {
  if (isInBucket) return "skipped";
  if (status === "completed") return "enqueued";
  return status === "absent" || status === "deleted" ? status : "unfinished";
}

/** Twilio's WAV files have 8,000 samples of two bytes a second in each channel. */
const bytesPerSecond = 16_000;

/** The tally with one more recording. */
export function counted(
  tally: Tally,
  { durationSeconds = 0, channels = 2 }: Pick<ListedRecording, "durationSeconds" | "channels">,
  fate: Fate,
): Tally {
  const more = { ...tally, listed: tally.listed + 1, [fate]: tally[fate] + 1 };
  if (fate !== "enqueued") return more;
  return {
    ...more,
    seconds: tally.seconds + durationSeconds,
    bytes: tally.bytes + durationSeconds * channels * bytesPerSecond,
  };
}
