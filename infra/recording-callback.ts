import type { Recording } from "./settings/recording.ts";

/**
 * Where Twilio reports recordings, whichever mechanism makes them: to the archive where there is one, and otherwise to whom
 * the settings name. Empty where nobody is to know.
 *
 * @param archive the URL that the archive is told at, undefined where there is none
 */
export function recordingCallback<Url>(recording: Recording | undefined, archive: Url): NonNullable<Url> | string {
  // A plugin says itself where its recordings are reported.
  if (recording === undefined || recording.mechanism === "plugin") return "";
  return archive ?? recording.callbackUrl ?? "";
}
