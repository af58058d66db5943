import {
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  type KeyMetadata,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { type Tags, tagChanges } from "../tags.ts";

/** The key, or `undefined` if there is none or it is waiting for its deletion, which is as good as gone. */
export async function findKey(
  { kms }: Account,
  KeyId: string,
  abortSignal: AbortSignal,
): Promise<KeyMetadata | undefined> {
  const found = await unlessMissing(kms.send(new DescribeKeyCommand({ KeyId }), { abortSignal }));
  const live = found?.KeyMetadata;
  return live?.KeyState === "PendingDeletion" || live?.KeyState === "PendingReplicaDeletion" ? undefined : live;
}

export interface KeySwitches {
  isEnabled: boolean;
  enableKeyRotation: boolean;
  rotationPeriodInDays?: number | undefined;
}

/** Brings a key from one state to another. KMS changes the rotation of enabled keys only. */
export async function switchKey(
  { kms }: Account,
  KeyId: string,
  before: KeySwitches,
  after: KeySwitches,
  abortSignal: AbortSignal,
): Promise<void> {
  const options = { abortSignal };
  const isRotationOther =
    before.enableKeyRotation !== after.enableKeyRotation || before.rotationPeriodInDays !== after.rotationPeriodInDays;
  if (!before.isEnabled && (after.isEnabled || isRotationOther)) {
    await kms.send(new EnableKeyCommand({ KeyId }), options);
  }
  if (isRotationOther && after.enableKeyRotation) {
    const { rotationPeriodInDays: RotationPeriodInDays } = after;
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }), options);
  } else if (isRotationOther) {
    await kms.send(new DisableKeyRotationCommand({ KeyId }), options);
  }
  if (!after.isEnabled && (before.isEnabled || isRotationOther)) {
    await kms.send(new DisableKeyCommand({ KeyId }), options);
  }
}

/** KMS spells its tags in a way of its own. */
export function keyTags(tags: Tags): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

export async function readKeyTags({ kms }: Account, KeyId: string, abortSignal: AbortSignal): Promise<Tags> {
  const found: Record<string, string> = {};
  let Marker: string | undefined;
  do {
    const page = await kms.send(new ListResourceTagsCommand({ KeyId, Marker }), { abortSignal });
    for (const { TagKey = "", TagValue = "" } of page.Tags ?? []) found[TagKey] = TagValue;
    Marker = page.Truncated === true ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return found;
}

export async function changeKeyTags(
  { kms }: Account,
  KeyId: string,
  before: Tags,
  after: Tags,
  abortSignal: AbortSignal,
): Promise<void> {
  const { set, remove } = tagChanges(before, after);
  if (remove.length > 0) await kms.send(new UntagResourceCommand({ KeyId, TagKeys: remove }), { abortSignal });
  if (Object.keys(set).length > 0) {
    await kms.send(new TagResourceCommand({ KeyId, Tags: keyTags(set) }), { abortSignal });
  }
}
