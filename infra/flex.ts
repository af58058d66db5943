import type * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import type { ReportedRecording } from "./recording.ts";
import type { ChannelAttachments } from "./settings/attachments.ts";
import type { Settings } from "./settings/settings.ts";

/**
 * The account's Flex Configuration, as far as the settings say anything about it. It is one for all of the
 * account's agents: whatever changes here, changes for all of them at once.
 */
export function flexConfiguration(
  { recording, attachments }: Pick<Settings, "attachments"> & { recording?: ReportedRecording | undefined },
  options?: pulumi.CustomResourceOptions,
): twilio.flex.Configuration {
  return new twilio.flex.Configuration(
    "flex",
    {
      ...nativeRecording(recording),
      ...(attachments.length > 0 && { channelConfigs: attachments.map(channelConfig) }),
    },
    options,
  );
}

/** What the one mechanism asks of Flex's own recording. Unless it is asked to be off, only `native` speaks of it. */
function nativeRecording(recording: ReportedRecording | undefined): twilio.flex.ConfigurationArgs {
  if (recording === undefined) return {};
  if (recording.mechanism !== "native") return recording.turnOffNative ? { callRecordingEnabled: false } : {};
  const { callbackUrl } = recording;
  return { callRecordingEnabled: true, ...(callbackUrl && { callRecordingWebhookUrl: callbackUrl }) };
}

function channelConfig({ channel, enabled, files, fileBytes, totalBytes, extensions }: ChannelAttachments) {
  return {
    addressType: channel,
    cbmAttachments: {
      enabled,
      numberOfAttachments: files,
      maxFileSize: fileBytes,
      maxTotalFileSize: totalBytes,
      acceptedExtensions: extensions,
    },
  };
}
