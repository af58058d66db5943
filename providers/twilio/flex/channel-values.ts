import { type ChannelConfig, channelConfig } from "./channel-config.ts";
import type { ApiObject, Part } from "./part.ts";

const limitKeys = {
  enabled: "enabled",
  numberOfAttachments: "number_of_attachments",
  maxFileSize: "max_file_size",
  maxTotalFileSize: "max_total_file_size",
  acceptedExtensions: "accepted_extensions",
} as const;

type Limit = keyof typeof limitKeys;

const list = "channelConfigs";

/** Channels (`channelConfigs.web`) and their limits (`channelConfigs.web.maxFileSize`), of the list of all channels. */
export const channelValues: Part = {
  ownedBy({ channelConfigs }) {
    const channels = (channelConfigs ?? []).flatMap(({ addressType, cbmAttachments }) => {
      const limits = namesOf(limitKeys).filter((limit) => cbmAttachments[limit] !== undefined);
      return [nameOf(addressType), ...limits.map((limit) => nameOf(addressType, limit))];
    });
    return channels.length > 0 ? [list, ...channels] : [];
  },

  declarableIn(live) {
    const names = channelsOf(live).flatMap(({ address_type: channel }) =>
      [undefined, ...namesOf(limitKeys)].map((limit) => nameOf(String(channel), limit)),
    );
    const { channelConfigs } = channelValues.asDeclared(live, names);
    return channelValues.ownedBy({
      channelConfigs: channelConfigs?.filter((config) => channelConfig.safeParse(config).success),
    });
  },

  depthOf: (name) => name.split(".").length,
  isHolder: (name) => name === list,

  valueOf(live, name) {
    const [, channel, limit] = name.split(".");
    if (channel === undefined) return Array.isArray(live.channel_configs) ? live.channel_configs : undefined;
    const entry = channelsOf(live).find((candidate) => candidate.address_type === channel);
    return limit === undefined ? entry : (limitsOf(entry)[limitKeys[limit as Limit]] ?? undefined);
  },

  withValue(live, name, value) {
    const [, channel, limit] = name.split(".");
    const channels = channelsOf(live);
    if (channel === undefined) return channels.length > 0 ? live : { ...live, channel_configs: null };
    const at = channels.findIndex((entry) => entry.address_type === channel);
    if (limit === undefined) return withChannel(live, at, value as ApiObject | undefined);
    return at < 0 ? live : withChannel(live, at, withLimit(channels[at], limit as Limit, value));
  },

  /** Where an owned channel's entry has gone from the account, it is built anew on its original. */
  withDeclared: (live, { channelConfigs }, original) =>
    (channelConfigs ?? []).reduce((result, config) => {
      const name = nameOf(config.addressType);
      const entry = channelValues.valueOf(result, name) ?? original[name]?.value;
      return channelValues.withValue(result, name, withLimits(entry as ApiObject | undefined, config));
    }, live),

  asDeclared(live, names) {
    const channels = names.flatMap((name) => {
      const [property, channel, limit] = name.split(".");
      if (property !== list || channel === undefined || limit !== undefined) return [];
      const entry = channelValues.valueOf(live, name);
      return entry === undefined ? [] : [channelAs(entry as ApiObject, names)];
    });
    return channels.length > 0 ? { channelConfigs: channels } : {};
  },
};

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
