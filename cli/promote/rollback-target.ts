import type { StackHistory } from "./history.ts";
import type { PromotionRecord } from "./record.ts";

/**
 * The commits that a stack may go back to, the newest first: recorded ones that were not found wanting, without the one
 * that it runs whole. After an update that failed these can be two.
 */
export function rollbackTargets({ last }: StackHistory, record: PromotionRecord): string[] {
  const recorded = [record.isVerified ? record.commit : undefined, record.previousCommit];
  const runs = last?.kind === "update" && last.result === "succeeded" && !last.isPartial && last.isClean;
  const targets = recorded.filter((commit) => commit !== undefined && !(runs && commit === last.commit));
  return [...new Set(targets as string[])];
}
