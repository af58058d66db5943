import type { AccountSid, RecordingSid } from "./sid.ts";

/** Where a recording lies in the bucket: `recordings/AC…/RE….wav` with the default prefix. */
export function recordingKey(prefix: string, accountSid: AccountSid, recordingSid: RecordingSid): string {
  return `${prefix}${accountSid}/${recordingSid}.wav`;
}
