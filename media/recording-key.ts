import type { AccountSid, RecordingSid } from "./sid.ts";

/**
 * How keys in the bucket are made up: `flex-media` is this project's archive, `twilio` is Twilio's own
 * external storage, which names objects by SIDs alone.
 */
export const keyLayouts = ["flex-media", "twilio"] as const;
export type KeyLayout = (typeof keyLayouts)[number];

/** Where a recording lies in the bucket: `recordings/AC…/RE….wav`, or `recordings/AC…/RE…` in Twilio's layout. */
export function recordingKey(
  layout: KeyLayout,
  prefix: string,
  accountSid: AccountSid,
  recordingSid: RecordingSid,
): string {
  return `${prefix}${accountSid}/${recordingSid}${layout === "flex-media" ? ".wav" : ""}`;
}

/** Where the archive notes that a recording is on its way into the bucket; gone once the recording is there. */
export function expectedKey(prefix: string, accountSid: AccountSid, recordingSid: RecordingSid): string {
  return `${prefix}expected/${accountSid}/${recordingSid}`;
}
