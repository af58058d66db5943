/**
 * What promotion and rollback note before they update a stack. Where Pulumi is killed, a history in a file or in S3 says
 * nothing of its update: the one before seems to be the last, and its commit to be what runs.
 */

import type { Stack } from "../stack/stack.ts";
import type { StackHistory } from "./history.ts";
import type { PromotionRecord } from "./record.ts";
import { writeTag } from "./tags.ts";

const tag = "at-work";

export interface AtWork {
  /** The commit that was to be brought up. */
  commit: string;
  /** When the last update before it began, by ISO 8601; `nothing` where there was none. */
  after: string;
}

/** Notes that a stack is about to be brought up. */
export async function noteWork(stack: Stack, commit: string, history: StackHistory): Promise<void> {
  await writeTag(stack, tag, `${commit} after ${lastIn(history)}`, "nothing was changed; run the command again");
}

/** Takes the note away, once what came of the work is known. */
export async function forgetWork(stack: Stack, refused: string): Promise<void> {
  await writeTag(stack, tag, undefined, refused);
}

export function atWorkIn(tags: Readonly<Record<string, string>>): AtWork | undefined {
  const [, commit, after] = /^([0-9a-f]+) after (\S+)$/.exec(tags[tag] ?? "") ?? [];
  return commit === undefined || after === undefined ? undefined : { commit, after };
}

/**
 * The work whose end nobody saw. Once the history has another update, that one tells how the stack is, whether it is the
 * one that was noted or somebody's later one.
 */
export function workLeft(history: StackHistory, { atWork }: Pick<PromotionRecord, "atWork">): AtWork | undefined {
  return atWork?.after === lastIn(history) ? atWork : undefined;
}

function lastIn({ last }: StackHistory): string {
  return last?.startTime ?? "nothing";
}
