import { numberIn, valueIn } from "./unchecked.ts";

interface Fault {
  path: string[];
  reason: string;
}

/** Storage classes from which nothing is read before somebody has restored it. */
const unreadable: readonly unknown[] = ["GLACIER", "DEEP_ARCHIVE"];

/**
 * With what deleting at Twilio makes no sense: where nothing would be left to play, or nothing would ever be deleted,
 * as the bucket's copy could not be compared any more. The settings may be wrong by themselves.
 */
export function* pruneFaults(settings: Readonly<Record<string, unknown>>): Generator<Fault> {
  const days = numberIn(settings.archive, "deleteAtTwilioAfterDays");
  if (days === undefined) return;
  for (const reason of reasons(days, settings)) yield { path: ["archive", "deleteAtTwilioAfterDays"], reason };
}

function* reasons(days: number, { storage, voice }: Readonly<Record<string, unknown>>): Generator<string> {
  if (valueIn(voice, "media") === "twilio") {
    yield "stands beside voice.media: twilio, which plays Twilio's copy; leave it out, or set voice.media: url_provider";
  }
  const kept = numberIn(valueIn(storage, "retention"), "days");
  if (kept !== undefined && kept <= days) {
    yield `is ${days}, but the bucket keeps recordings for ${kept} days (storage.retention.days), so none would be left to ` +
      "compare and all would stay at Twilio; lower it, or leave it out";
  }
  const tiers = valueIn(storage, "tiering");
  for (const tier of Array.isArray(tiers) ? tiers : []) {
    const [after, name] = [numberIn(tier, "afterDays"), valueIn(tier, "storageClass")];
    if (after === undefined || after > days || !unreadable.includes(name)) continue;
    yield `is ${days}, but recordings move to ${name} after ${after} days (storage.tiering), where they can't be read to be ` +
      "compared; lower it, or leave it out";
    return;
  }
}
