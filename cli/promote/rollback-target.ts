import { workLeft } from "./at-work.ts";
import type { StackHistory } from "./history.ts";
import type { PromotionRecord } from "./record.ts";

/**
 * The commits that a stack may go back to, the newest first: recorded ones that were not found wanting, without the one
 * that it runs whole. After an update that failed or was killed these can be two.
 */
export function rollbackTargets(history: StackHistory, record: PromotionRecord): string[] {
  const recorded = [record.isVerified ? record.commit : undefined, record.previousCommit];
  const runs = runsWhole(history, record);
  const targets = recorded.filter((commit) => commit !== undefined && !(runs && commit === history.last?.commit));
  return [...new Set(targets as string[])];
}

function runsWhole(history: StackHistory, record: PromotionRecord): boolean {
  const { last } = history;
  if (workLeft(history, record) !== undefined) return false;
  return last?.kind === "update" && last.result === "succeeded" && !last.isPartial && last.isClean;
}
