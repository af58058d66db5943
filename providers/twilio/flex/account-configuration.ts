import { isDeepStrictEqual } from "node:util";
import type { ChannelConfig } from "./channel-config.ts";

/** What of the account's Flex Configuration can be declared. A property that is left out is not ours. */
export interface Declared {
  callRecordingEnabled?: boolean | undefined;
  callRecordingWebhookUrl?: string | undefined;
  channelConfigs?: ChannelConfig[] | undefined;
}

/** The whole configuration, or an object in it, in the API's own snake_case form. */
export type ApiObject = Record<string, unknown>;

/**
 * What was there before we owned it, by the owned thing's name: a property (`callRecordingEnabled`) or a
 * channel (`channelConfigs.web`). Without a value it was not set.
 */
export type Original = Record<string, { value?: unknown }>;

const plainKeys = {
  callRecordingEnabled: "call_recording_enabled",
  callRecordingWebhookUrl: "call_recording_webhook_url",
} as const;

const attachmentKeys = {
  enabled: "enabled",
  numberOfAttachments: "number_of_attachments",
  maxFileSize: "max_file_size",
  maxTotalFileSize: "max_total_file_size",
  acceptedExtensions: "accepted_extensions",
} as const;

const channelPrefix = "channelConfigs.";

/** The names of all that a declaration owns. */
export function ownedBy(declared: Declared): string[] {
  const plain = entriesOf(plainKeys).flatMap(([key]) => (declared[key] === undefined ? [] : [key]));
  const channels = declared.channelConfigs?.map(({ addressType }) => `${channelPrefix}${addressType}`);
  return [...plain, ...(channels ?? [])];
}

/** The account's own values of the named things, to be kept until they are put back. */
export function originalOf(live: ApiObject, names: readonly string[]): Original {
  return Object.fromEntries(
    names.map((name) => {
      const value = currentValue(live, name);
      return [name, value === undefined ? {} : { value }];
    }),
  );
}

/** The configuration with what is declared laid over it. */
export function withDeclared(live: ApiObject, declared: Declared): ApiObject {
  let result = live;
  for (const [key] of entriesOf(plainKeys)) {
    if (declared[key] !== undefined) result = withValue(result, key, declared[key]);
  }
  for (const config of declared.channelConfigs ?? []) {
    const name = `${channelPrefix}${config.addressType}`;
    result = withValue(result, name, withLimits(currentValue(result, name) as ApiObject | undefined, config));
  }
  return result;
}

/** The configuration with original values put back. */
export function withOriginal(live: ApiObject, original: Original): ApiObject {
  return Object.entries(original).reduce((result, [name, { value }]) => withValue(result, name, value), live);
}

/** What has to be posted to get from one to the other: nothing where they are the same. */
export function changesBetween(live: ApiObject, wanted: ApiObject): ApiObject {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => !isDeepStrictEqual(live[key], value)));
}

/** The account's values in the form of the declaration: of what is declared, or on an import of all there is. */
export function asDeclared(live: ApiObject, declared: Declared | undefined): Declared {
  const found: Declared = {};
  const { call_recording_enabled: enabled, call_recording_webhook_url: url } = live;
  const owns = (key: keyof Declared) => declared === undefined || declared[key] !== undefined;
  if (owns("callRecordingEnabled") && typeof enabled === "boolean") found.callRecordingEnabled = enabled;
  if (owns("callRecordingWebhookUrl") && typeof url === "string") found.callRecordingWebhookUrl = url;
  const channels = declared === undefined ? everyChannel(live) : declaredChannels(live, declared);
  if (channels.length > 0) found.channelConfigs = channels;
  return found;
}

function everyChannel(live: ApiObject): ChannelConfig[] {
  return channelsOf(live).map((entry) => channelAs(entry, () => true));
}

function declaredChannels(live: ApiObject, declared: Declared): ChannelConfig[] {
  return (declared.channelConfigs ?? []).flatMap(({ addressType, cbmAttachments }) => {
    const entry = channelsOf(live).find((candidate) => candidate.address_type === addressType);
    return entry === undefined ? [] : [channelAs(entry, (key) => cbmAttachments[key] !== undefined)];
  });
}

function channelAs(entry: ApiObject, wants: (key: keyof typeof attachmentKeys) => boolean): ChannelConfig {
  const limits = (entry.cbm_attachments ?? {}) as ApiObject;
  const found = entriesOf(attachmentKeys)
    .filter(([key, apiKey]) => wants(key) && (limits[apiKey] ?? null) !== null)
    .map(([key, apiKey]) => [key, limits[apiKey]]);
  return { addressType: entry.address_type, cbmAttachments: Object.fromEntries(found) } as ChannelConfig;
}

/** Lays the declared limits over a channel's entry; whatever else the entry holds stays in it. */
function withLimits(entry: ApiObject | undefined, { addressType, cbmAttachments }: ChannelConfig): ApiObject {
  const limits: ApiObject = { ...(entry?.cbm_attachments as ApiObject | undefined) };
  for (const [key, apiKey] of entriesOf(attachmentKeys)) {
    if (cbmAttachments[key] !== undefined) limits[apiKey] = cbmAttachments[key];
  }
  return { ...entry, address_type: addressType, cbm_attachments: limits };
}

function currentValue(live: ApiObject, name: string): unknown {
  const channel = channelIn(name);
  if (channel !== undefined) return channelsOf(live).find((entry) => entry.address_type === channel);
  return live[plainKeys[name as keyof typeof plainKeys]] ?? undefined;
}

function withValue(live: ApiObject, name: string, value: unknown): ApiObject {
  const channel = channelIn(name);
  if (channel === undefined) return { ...live, [plainKeys[name as keyof typeof plainKeys]]: value ?? null };
  const channels = channelsOf(live);
  const at = channels.findIndex((entry) => entry.address_type === channel);
  if (value === undefined) return { ...live, channel_configs: channels.filter((_, index) => index !== at) };
  const entry = value as ApiObject;
  return { ...live, channel_configs: at < 0 ? [...channels, entry] : channels.with(at, entry) };
}

function channelIn(name: string): string | undefined {
  return name.startsWith(channelPrefix) ? name.slice(channelPrefix.length) : undefined;
}

function channelsOf(live: ApiObject): ApiObject[] {
  return Array.isArray(live.channel_configs) ? live.channel_configs : [];
}

function entriesOf<K extends string>(keys: Readonly<Record<K, string>>): [K, string][] {
  return Object.entries(keys) as [K, string][];
}
