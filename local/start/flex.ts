import type { ChannelAttachments } from "../../infra/settings/attachments.ts";
import type { Settings } from "../../infra/settings/settings.ts";
import type { TwilioApi } from "./twilio-api.ts";

interface ChannelConfig {
  address_type: string;
  cbm_attachments: Record<string, unknown>;
}

/** Reads Flex Configuration back from Twilio's own API, and proves that it says what the settings say. */
export async function proveFlexConfiguration(api: TwilioApi, settings: Settings): Promise<string[]> {
  const live = await api.get("flex-api.twilio.com/v1/Configuration");

  const proven: string[] = [];
  const { recording } = settings;
  if (recording !== undefined) {
    const native = recording.mechanism === "native";
    compare("call_recording_enabled", live.call_recording_enabled === true, native);
    proven.push(`native recording ${native ? "on" : "off"}`);
  }
  for (const channel of settings.attachments) {
    const entry = (live.channel_configs as ChannelConfig[]).find(({ address_type: type }) => type === channel.channel);
    compareChannel(channel, entry?.cbm_attachments ?? {});
    proven.push(`${channel.channel} attachments`);
  }
  return proven;
}

function compareChannel(declared: ChannelAttachments, live: Record<string, unknown>): void {
  const wanted: Record<string, unknown> = {
    enabled: declared.enabled,
    number_of_attachments: declared.files,
    max_file_size: declared.fileBytes,
    max_total_file_size: declared.totalBytes,
    accepted_extensions: declared.extensions,
  };
  for (const [key, value] of Object.entries(wanted)) {
    if (value !== undefined) compare(`${declared.channel}: ${key}`, live[key], value);
  }
}

function compare(what: string, live: unknown, wanted: unknown): void {
  if (JSON.stringify(live) === JSON.stringify(wanted)) return;
  throw new Error(
    `${what} is ${JSON.stringify(live)} at Twilio instead of ${JSON.stringify(wanted)}; \`npm run pulumi -- up --refresh\` puts it right.`,
  );
}
