/**
 * What promotion and rollback note before they update a stack. Where Pulumi is killed, a history in a file or in S3 says
 * nothing of its update: the one before seems to be the last, and its commit to be what runs.
 */

import { isDeepStrictEqual } from "node:util";
import type { Stack } from "../stack/stack.ts";
import type { StackHistory } from "./history.ts";
import type { PromotionRecord } from "./record.ts";
import { tagsOf, writeTag } from "./tags.ts";

const tag = "at-work";

export interface AtWork {
  /** The commit that was to be brought up. */
  commit: string;
  /** When the last update before it began, by ISO 8601; `nothing` where there was none. */
  after: string;
}

/** What was noted, and what stood there before. */
export interface Note {
  ours: AtWork;
  before: AtWork | undefined;
}

/** Notes that a stack is about to be brought up. */
export async function noteWork(stack: Stack, commit: string, history: StackHistory): Promise<Note> {
  // Read anew: since the gates were asked, somebody else may have noted his own.
  const before = atWorkIn(await tagsOf(stack));
  const ours = { commit, after: lastIn(history) };
  await writeTag(stack, tag, textOf(ours), "nothing was changed; run the command again");
  return { ours, before };
}

/**
 * Puts back what stood there before, as nothing was begun: maybe the note of whoever holds the stack's lock, or was killed
 * with it. What somebody else has noted since stays.
 */
export async function takeBack(stack: Stack, { ours, before }: Note): Promise<void> {
  if (!isDeepStrictEqual(atWorkIn(await tagsOf(stack)), ours)) return;
  const refused = `${stack.name} passes for half updated until \`npm run pulumi -- up --stack ${stack.name}\``;
  await writeTag(stack, tag, before && textOf(before), refused);
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

function textOf({ commit, after }: AtWork): string {
  return `${commit} after ${after}`;
}

function lastIn({ last }: StackHistory): string {
  return last?.startTime ?? "nothing";
}
