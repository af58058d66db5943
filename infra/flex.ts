import type * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import type { ChannelAttachments } from "./settings/attachments.ts";
import type { Settings } from "./settings/settings.ts";

/**
 * The account's Flex Configuration, as far as the settings say anything about it. It is one for all of the
 * account's agents: whatever changes here, changes for all of them at once.
 */
export function flexConfiguration(
  { callRecording, attachments }: Pick<Settings, "callRecording" | "attachments">,
  options?: pulumi.CustomResourceOptions,
): twilio.flex.Configuration {
  return new twilio.flex.Configuration(
    "flex",
    {
      ...(callRecording && { callRecordingEnabled: callRecording.enabled }),
      ...(callRecording?.webhookUrl && { callRecordingWebhookUrl: callRecording.webhookUrl }),
      ...(attachments.length > 0 && { channelConfigs: attachments.map(channelConfig) }),
    },
    options,
  );
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
