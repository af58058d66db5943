import { type Settings, SettingsError } from "../settings/settings.ts";
import type { FlowDefinition } from "./flow.ts";
import { messaging } from "./templates/messaging.ts";
import { type VoiceRecordingOptions, voice } from "./templates/voice.ts";

/** What the voice flow needs to know of other resources. */
export type VoiceFlowValues = {
  /** The TaskRouter workflow (WW…). */
  workflow: string;
  /** The playback function's URL, without a slash at the end. */
  playbackUrl: string;
  /** Where recordings are reported to; empty where nobody is to know. */
  recordingCallback: string;
};

export type MessagingFlowValues = {
  /** The TaskRouter workflow (WW…). */
  workflow: string;
};

const longestWorkflow = `WW${"f".repeat(32)}`;
/** As long as a Lambda function URL gets: 32 characters, in the region with the longest name. */
const longestFunctionUrl = `https://${"f".repeat(32)}.lambda-url.ap-southeast-1.on.aws`;

/** The longest that the voice flow's values are likely to be. */
export const longestVoiceValues: VoiceFlowValues = {
  workflow: longestWorkflow,
  playbackUrl: longestFunctionUrl,
  // What Twilio does where it can't be reached stands behind it, as a fragment.
  recordingCallback: `${longestFunctionUrl}/#rc=5&rp=all`,
};

/** The longest that the messaging flow's values are likely to be. */
export const longestMessagingValues: MessagingFlowValues = { workflow: longestWorkflow };

/**
 * The voice flow that the settings ask for.
 * @throws {FlowError} naming every mistake at once; {SettingsError} where they ask for none.
 */
export function voiceFlow(
  { voice: settings, recording }: Pick<Settings, "voice" | "recording">,
  { workflow, playbackUrl, recordingCallback }: VoiceFlowValues,
): FlowDefinition {
  if (settings === undefined) throw missing("voice");
  const { greeting, consent, language, taskChannel: channel, priority, media } = settings;
  const recorded: VoiceRecordingOptions =
    recording?.mechanism === "studio"
      ? {
          recording: "studio",
          media: media === "url_provider" ? { play: media, url: playbackUrl } : { play: media },
          statusCallback: recordingCallback || undefined,
        }
      : { recording: "none" };
  return voice({ greeting, consent, language, workflow, channel, priority, ...recorded });
}

/**
 * The messaging flow that the settings ask for.
 * @throws {FlowError} naming every mistake at once; {SettingsError} where they ask for none.
 */
export function messagingFlow(
  { messaging: settings }: Pick<Settings, "messaging">,
  { workflow }: MessagingFlowValues,
): FlowDefinition {
  if (settings === undefined) throw missing("messaging");
  const { taskChannel: channel, priority, links } = settings;
  return messaging({ workflow, channel, priority, links });
}

function missing(section: string): SettingsError {
  return new SettingsError([{ key: `flex-media:${section}`, reason: "is missing; give it, or build no flow of it" }]);
}
