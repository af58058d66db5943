import type * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import type { ChannelAttachments } from "./settings/attachments.ts";
import type { Recording } from "./settings/recording.ts";
import type { Settings } from "./settings/settings.ts";

/**
 * The account's Flex Configuration, as far as the settings say anything about it. It is one for all of the
 * account's agents: whatever changes here, changes for all of them at once.
 *
 * @param callbackUrl where Twilio reports recordings; empty where nobody is to know
 */
export function flexConfiguration(
  { recording, attachments }: Pick<Settings, "attachments" | "recording">,
  callbackUrl: pulumi.Input<string>,
  options?: pulumi.CustomResourceOptions,
): twilio.flex.Configuration {
  return new twilio.flex.Configuration(
    "flex",
    {
      ...nativeRecording(recording, callbackUrl),
      ...(attachments.length > 0 && { channelConfigs: attachments.map(channelConfig) }),
    },
    options,
  );
}

/** What the one mechanism asks of Flex's own recording. Unless it is asked to be off, only `native` speaks of it. */
function nativeRecording(
  recording: Recording | undefined,
  callbackUrl: pulumi.Input<string>,
): twilio.flex.ConfigurationArgs {
  if (recording === undefined) return {};
  if (recording.mechanism !== "native") return recording.turnOffNative ? { callRecordingEnabled: false } : {};
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
