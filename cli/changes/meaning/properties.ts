import { bytesText } from "../../terminal/table.ts";
import type { Change, PropertyChange } from "../change.ts";

/** What the consoles call a property, by type and by what its path ends with. */
const labels: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  "twilio:flex:Configuration": [
    [/^callRecordingEnabled$/, "call recording"],
    [/\.enabled$/, "attachments switched on"],
    [/\.numberOfAttachments$/, "attachments in a message"],
    [/\.maxFileSize$/, "largest attachment"],
    [/\.maxTotalFileSize$/, "largest sum of attachments"],
    [/\.acceptedExtensions$/, "kinds of attachments"],
  ],
  "twilio:studio:Flow": [
    [/^status$/, "published or draft"],
    [/^friendlyName$/, "name"],
  ],
  "twilio:phone:IncomingNumber": [
    [/^voiceUrl$/, "A call comes in"],
    [/^(voice|sms)ApplicationSid$/, "Configure with: TwiML App"],
    [/^trunkSid$/, "Configure with: SIP Trunk"],
    [/^smsUrl$/, "A message comes in"],
    [/^statusCallback$/, "Call status changes"],
  ],
  "twilio:conversations:AddressConfiguration": [
    [/^autoCreation\.enabled$/, "conversations made by themselves"],
    [/^autoCreation\.flowSid$/, "Studio flow"],
    [/^autoCreation\.retryCount$/, "tries to reach the flow"],
    [/^autoCreation\.webhookUrl$/, "webhook"],
    [/^friendlyName$/, "name"],
  ],
  "aws:lambda/function:Function": [
    [/^environment\.variables\./, "environment variable"],
    [/^environment$/, "environment variables"],
    [/^code(Sha256)?$/, "code"],
    [/^timeout$/, "timeout, seconds"],
    [/^memorySize$/, "memory, MiB"],
  ],
};

/** What a property is called in the console, where that says more than its path. */
export function labelOf({ type }: Pick<Change, "type">, { path }: Pick<PropertyChange, "path">): string | undefined {
  const known = Object.hasOwn(labels, type) ? labels[type] : undefined;
  return known?.find(([pattern]) => pattern.test(path))?.[1];
}

/** A side of a change for people: sizes with their unit. */
export function shownValue({ path }: Pick<PropertyChange, "path">, value: string): string {
  const bytes = /(^|\.)max(Total)?FileSize$/.test(path) && /^\d{1,15}$/.test(value) ? Number(value) : 0;
  return bytes >= 1024 ? `${value} (${bytesText(bytes)})` : value;
}
