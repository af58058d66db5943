import type { Day } from "./days.ts";
import type { ListedRecording, ListPosition, RecordingPage } from "./recording-list.ts";

/** Recordings that are worked on at once, and where the list goes on after them. */
export interface Chunk {
  recordings: ListedRecording[];
  next: ListPosition | null;
  /** The day of its last page. */
  day: Day;
}

/** Days with few recordings are taken together, but no more than this, so that a checkpoint is never far away. */
const mostPages = 50;

/** Pages together, until they hold at least so many recordings. */
export async function* chunksOf(pages: AsyncIterable<RecordingPage>, size: number): AsyncGenerator<Chunk> {
  let recordings: ListedRecording[] = [];
  let count = 0;
  for await (const { recordings: more, next, day } of pages) {
    recordings.push(...more);
    count += 1;
    if (recordings.length < size && count < mostPages && next !== null) continue;
    yield { recordings, next, day };
    recordings = [];
    count = 0;
  }
}
