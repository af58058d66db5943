import type { Stack } from "../stack/stack.ts";
import { type AtWork, atWorkIn, forgetWork } from "./at-work.ts";
import type { StackHistory } from "./history.ts";
import { tagsOf, writeTag } from "./tags.ts";

/**
 * What promotion leaves on a stack, as its tags. Commands of older and newer commits read the same tags, so their
 * meaning stays as it is: a new one may come, none changes.
 */
export interface PromotionRecord {
  /** The commit that the last promotion or rollback brought up. */
  commit?: string | undefined;
  /** Whether the stack passed its verification with that commit. */
  isVerified: boolean;
  /** The stack that it was promoted from; none after a rollback. */
  promotedFrom?: string | undefined;
  /** When it was recorded, by ISO 8601. */
  promotedAt?: string | undefined;
  /** The commit to go back to: the last other one that wasn't found wanting. None after a rollback. */
  previousCommit?: string | undefined;
  /** What was noted before an update, and not yet taken away. */
  atWork?: AtWork | undefined;
}

export async function recordOf(stack: Stack): Promise<PromotionRecord> {
  const tags = await tagsOf(stack);
  return {
    commit: tags.commit,
    isVerified: tags.verification === "passed",
    promotedFrom: tags["promoted-from"],
    promotedAt: tags["promoted-at"],
    previousCommit: tags["previous-commit"],
    atWork: atWorkIn(tags),
  };
}

/**
 * Writes a record tag by tag, as Pulumi has it, and takes away what was noted before the update. Broken off in between, it
 * says less than is true, and never that a commit was verified which was not.
 */
export async function writeRecord(stack: Stack, record: Omit<PromotionRecord, "atWork">): Promise<void> {
  const refused = "run the command again, it will find nothing to change and record it";
  const tags: [string, string | undefined][] = [
    ["verification", "failed"],
    ["previous-commit", record.previousCommit],
    ["promoted-from", record.promotedFrom],
    ["promoted-at", record.promotedAt],
    ["commit", record.commit],
  ];
  for (const [tag, value] of tags) await writeTag(stack, tag, value, refused);
  await forgetWork(stack, refused);
  if (record.isVerified) await writeTag(stack, "verification", "passed", refused);
}

/** The commit to go back to from one that is about to be brought up. */
export function previousCommit(commit: string, { running }: StackHistory, record: PromotionRecord): string | undefined {
  const ran = running?.isClean && !running.isPartial ? running.commit : undefined;
  const candidates = [
    ran === record.commit && !record.isVerified ? undefined : ran,
    record.isVerified ? record.commit : undefined,
    record.previousCommit,
  ];
  return candidates.find((candidate) => candidate !== undefined && candidate !== commit);
}
