import { isDeepStrictEqual } from "node:util";
import { type ChannelConfig, channelConfig } from "./channel-config.ts";

/** What of the account's Flex Configuration can be declared. A property that is left out is not ours. */
export interface Declared {
  callRecordingEnabled?: boolean | undefined;
  callRecordingWebhookUrl?: string | undefined;
  channelConfigs?: ChannelConfig[] | undefined;
}

/** The whole configuration, or an object in it, in the API's own snake_case form. */
export type ApiObject = Record<string, unknown>;

/**
 * What was there before we owned it, by the owned thing's name: a property (`callRecordingEnabled`), a channel
 * (`channelConfigs.web`) or one of its limits (`channelConfigs.web.maxFileSize`). Without a value it was not
 * set. `channelConfigs` itself is among them only where the account had no list of channels at all.
 */
export type Original = Record<string, { value?: unknown }>;

const plainKeys = {
  callRecordingEnabled: "call_recording_enabled",
  callRecordingWebhookUrl: "call_recording_webhook_url",
} as const;

const limitKeys = {
  enabled: "enabled",
  numberOfAttachments: "number_of_attachments",
  maxFileSize: "max_file_size",
  maxTotalFileSize: "max_total_file_size",
  acceptedExtensions: "accepted_extensions",
} as const;

type Plain = keyof typeof plainKeys;
type Limit = keyof typeof limitKeys;

const list = "channelConfigs";

/** The names of all that a declaration owns. */
export function ownedBy(declared: Declared): string[] {
  const plain = namesOf(plainKeys).filter((name) => declared[name] !== undefined);
  const channels = (declared.channelConfigs ?? []).flatMap(({ addressType, cbmAttachments }) => {
    const limits = namesOf(limitKeys).filter((limit) => cbmAttachments[limit] !== undefined);
    return [nameOf(addressType), ...limits.map((limit) => nameOf(addressType, limit))];
  });
  return [...plain, ...(channels.length > 0 ? [list, ...channels] : [])];
}

/** The names of all in the account that could be declared as it is: what an import takes over. */
export function declarableIn(live: ApiObject): string[] {
  const { callRecordingEnabled, callRecordingWebhookUrl, channelConfigs } = asDeclared(live, [
    ...namesOf(plainKeys),
    ...channelsOf(live).flatMap(({ address_type: channel }) =>
      [undefined, ...namesOf(limitKeys)].map((limit) => nameOf(String(channel), limit)),
    ),
  ]);
  return ownedBy({
    callRecordingEnabled,
    callRecordingWebhookUrl: callRecordingWebhookUrl?.startsWith("https://") ? callRecordingWebhookUrl : undefined,
    channelConfigs: channelConfigs?.filter((config) => channelConfig.safeParse(config).success),
  });
}

/** The account's own values of the named things, to be kept until they are put back. */
export function originalOf(live: ApiObject, names: readonly string[]): Original {
  const originals = names.flatMap((name): [string, { value?: unknown }][] => {
    const value = currentValue(live, name);
    if (value === undefined) return [[name, {}]];
    // A list that is there holds other channels too, which are not ours to put back.
    return name === list ? [] : [[name, { value }]];
  });
  return Object.fromEntries(originals);
}

/**
 * The configuration with what is declared laid over it.
 * @param original Where an owned channel's entry has gone from the account, it is built anew on its original.
 */
export function withDeclared(live: ApiObject, declared: Declared, original: Original = {}): ApiObject {
  let result = live;
  for (const name of namesOf(plainKeys)) {
    if (declared[name] !== undefined) result = withValue(result, name, declared[name]);
  }
  for (const config of declared.channelConfigs ?? []) {
    const name = nameOf(config.addressType);
    const entry = currentValue(result, name) ?? original[name]?.value;
    result = withValue(result, name, withLimits(entry as ApiObject | undefined, config));
  }
  return result;
}

/** The configuration with original values put back. */
export function withOriginal(live: ApiObject, original: Original): ApiObject {
  // Limits before their channel, and channels before their list: what holds the others has the last word.
  const names = Object.keys(original).sort((a, b) => b.split(".").length - a.split(".").length);
  return names.reduce((result, name) => withValue(result, name, original[name]?.value), live);
}

/** What has to be posted to get from one to the other: nothing where they are the same. */
export function changesBetween(live: ApiObject, wanted: ApiObject): ApiObject {
  const changed = ([key, value]: [string, unknown]) => !isDeepStrictEqual(live[key] ?? null, value ?? null);
  return Object.fromEntries(Object.entries(wanted).filter(changed));
}

/** The account's values of the named things, in the form of the declaration. What is not set is left out. */
export function asDeclared(live: ApiObject, names: readonly string[]): Declared {
  const found: Declared = {};
  const { call_recording_enabled: enabled, call_recording_webhook_url: url } = live;
  if (names.includes("callRecordingEnabled") && typeof enabled === "boolean") found.callRecordingEnabled = enabled;
  if (names.includes("callRecordingWebhookUrl") && typeof url === "string") found.callRecordingWebhookUrl = url;
  const channels = names.flatMap((name) => {
    const [, channel, limit] = name.split(".");
    const entry = channel === undefined || limit !== undefined ? undefined : currentValue(live, name);
    return entry === undefined ? [] : [channelAs(entry as ApiObject, names)];
  });
  if (channels.length > 0) found.channelConfigs = channels;
  return found;
}

function channelAs(entry: ApiObject, names: readonly string[]): ChannelConfig {
  const channel = String(entry.address_type);
  const limits = limitsOf(entry);
  const found = namesOf(limitKeys)
    .filter((limit) => names.includes(nameOf(channel, limit)) && (limits[limitKeys[limit]] ?? null) !== null)
    .map((limit) => [limit, limits[limitKeys[limit]]]);
  return { addressType: channel, cbmAttachments: Object.fromEntries(found) } as ChannelConfig;
}

/** Lays the declared limits over a channel's entry; whatever else the entry holds stays in it. */
function withLimits(entry: ApiObject | undefined, { addressType, cbmAttachments }: ChannelConfig): ApiObject {
  const limits = { ...limitsOf(entry) };
  for (const limit of namesOf(limitKeys)) {
    if (cbmAttachments[limit] !== undefined) limits[limitKeys[limit]] = cbmAttachments[limit];
  }
  return { ...entry, address_type: addressType, cbm_attachments: limits };
}

function currentValue(live: ApiObject, name: string): unknown {
  const [property, channel, limit] = name.split(".");
  if (property !== list) return live[plainKeys[property as Plain]] ?? undefined;
  if (channel === undefined) return Array.isArray(live.channel_configs) ? live.channel_configs : undefined;
  const entry = channelsOf(live).find((candidate) => candidate.address_type === channel);
  return limit === undefined ? entry : (limitsOf(entry)[limitKeys[limit as Limit]] ?? undefined);
}

function withValue(live: ApiObject, name: string, value: unknown): ApiObject {
  const [property, channel, limit] = name.split(".");
  if (property !== list) return { ...live, [plainKeys[property as Plain]]: value ?? null };
  const channels = channelsOf(live);
  if (channel === undefined) return channels.length > 0 ? live : { ...live, channel_configs: null };
  const at = channels.findIndex((entry) => entry.address_type === channel);
  if (limit !== undefined) return at < 0 ? live : withChannel(live, at, withLimit(channels[at], limit as Limit, value));
  return withChannel(live, at, value as ApiObject | undefined);
}

/** The configuration with the entry at a place set or, without one, taken out; a new one goes to the end. */
function withChannel(live: ApiObject, at: number, entry: ApiObject | undefined): ApiObject {
  const channels = channelsOf(live);
  if (entry === undefined) return at < 0 ? live : { ...live, channel_configs: channels.toSpliced(at, 1) };
  return { ...live, channel_configs: at < 0 ? [...channels, entry] : channels.with(at, entry) };
}

function withLimit(entry: ApiObject | undefined, limit: Limit, value: unknown): ApiObject {
  const { [limitKeys[limit]]: _, ...others } = limitsOf(entry);
  return { ...entry, cbm_attachments: value === undefined ? others : { ...others, [limitKeys[limit]]: value } };
}

function limitsOf(entry: ApiObject | undefined): ApiObject {
  return (entry?.cbm_attachments ?? {}) as ApiObject;
}

function channelsOf(live: ApiObject): ApiObject[] {
  return Array.isArray(live.channel_configs) ? live.channel_configs : [];
}

function nameOf(channel: string, limit?: Limit): string {
  return [list, channel, ...(limit === undefined ? [] : [limit])].join(".");
}

function namesOf<K extends string>(keys: Readonly<Record<K, string>>): K[] {
  return Object.keys(keys) as K[];
}
