import { numberIn, valueIn } from "./unchecked.ts";

/** How S3 lets recordings move: only down this list. */
const downwards = ["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
/** How long S3 keeps an object before it may move to Standard-IA, and in there before it may move on, in days. */
const infrequentDays = 30;

interface Fault {
  path: (string | number)[];
  reason: string;
}

/** What S3 would refuse, or what contradicts itself, in settings that may be wrong by themselves. */
export function* storageFaults(settings: Readonly<Record<string, unknown>>): Generator<Fault> {
  const { tiering, retention, objectLock, throwAway } = settings;
  const keptDays = numberIn(retention, "days");
  const lockedDays = numberIn(objectLock, "days");
  yield* tieringFaults(Array.isArray(tiering) ? tiering : [], keptDays);
  if (keptDays !== undefined && lockedDays !== undefined && keptDays < lockedDays) {
    const reason = `is ${keptDays}, less than the ${lockedDays} days of objectLock; recordings would vanish and still cost`;
    yield { path: ["retention", "days"], reason: `${reason}, so raise it` };
  }
  if (throwAway === true && objectLock !== undefined) {
    yield { path: ["throwAway"], reason: "stands beside objectLock, which lets nothing be thrown away; keep one" };
  }
}

function* tieringFaults(tiers: readonly unknown[], keptDays: number | undefined): Generator<Fault> {
  for (const [at, tier] of tiers.entries()) {
    const path = ["tiering", at, "afterDays"];
    const [days, name] = [numberIn(tier, "afterDays"), classOf(tier)];
    if (days === undefined) continue;
    if (name === "STANDARD_IA" && days < infrequentDays) {
      yield { path, reason: `is ${days}, but S3 takes at least ${infrequentDays} for STANDARD_IA; raise it` };
    }
    if (keptDays !== undefined && days >= keptDays) {
      yield { path, reason: `is ${days}, but recordings are deleted after ${keptDays}; lower it, or leave it out` };
    }
    const before = at === 0 ? undefined : tiers[at - 1];
    const earlier = numberIn(before, "afterDays");
    if (earlier === undefined) continue;
    const above = classOf(before);
    if (downwards.indexOf(name) <= downwards.indexOf(above)) {
      yield {
        path: ["tiering", at, "storageClass"],
        reason: `is ${name}, to which S3 moves nothing from ${above}; leave it out`,
      };
    }
    const least = earlier + (above === "STANDARD_IA" ? infrequentDays : 1);
    if (days < least) {
      yield { path, reason: `is ${days}, but must be at least ${least} after ${above} at ${earlier}; raise it` };
    }
  }
}

function classOf(tier: unknown): string {
  return String(valueIn(tier, "storageClass") ?? "");
}
