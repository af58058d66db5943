import { z } from "zod";
import { rule } from "../../kit/index.ts";

interface ChannelLimits {
  /** The largest file, in bytes. */
  file: number;
  /** The largest sum of a message's files, in bytes. */
  total: number;
}

// Twilio's documented limits of Flex Conversations, by channel
// (https://www.twilio.com/docs/flex/developer/conversations/limits).
const limits: Record<string, ChannelLimits> = {
  web: { file: 16_777_216, total: 67_108_864 },
  sms: { file: 2_097_152, total: 5_242_880 },
  whatsapp: { file: 16_777_216, total: 67_108_864 },
  email: { file: 157_286_400, total: 157_286_400 },
  messenger: { file: 26_214_400, total: 26_214_400 },
  gbm: { file: 5_242_880, total: 5_242_880 },
};

/** The channels of Flex Conversations that take attachments, by Twilio's names. */
export const addressTypes = ["web", "sms", "whatsapp", "email", "messenger", "gbm"] as const;

const attachments = rule(
  z.strictObject({
    enabled: z.boolean().describe("Whether people may send files."),
    numberOfAttachments: z.int().min(1).max(10).optional().describe("The most files in one message, 1 to 10."),
    maxFileSize: z.int().min(1).optional().describe("The largest file, in bytes."),
    maxTotalFileSize: z.int().min(1).optional().describe("The largest sum of a message's files, in bytes."),
    acceptedExtensions: z
      .array(z.string().regex(/^[a-z0-9]+$/, "is no file extension; give it in lower case, without the dot"))
      .min(1)
      .optional()
      .meta({ unordered: true })
      .describe("The kinds of files, by extension: lower case, without the dot."),
  }),
  function* ({ maxFileSize, maxTotalFileSize, acceptedExtensions }) {
    if (typeof maxFileSize === "number" && typeof maxTotalFileSize === "number" && maxFileSize > maxTotalFileSize) {
      yield {
        path: ["maxFileSize"],
        reason: `is ${maxFileSize} bytes, more than the ${maxTotalFileSize} of maxTotalFileSize; lower it or raise the total`,
      };
    }
    if (Array.isArray(acceptedExtensions)) {
      for (const [index, extension] of acceptedExtensions.entries()) {
        if (acceptedExtensions.indexOf(extension) === index) continue;
        yield {
          path: ["acceptedExtensions", index],
          reason: `is ${JSON.stringify(extension)} again; remove one of the two`,
        };
      }
    }
  },
).meta({
  id: "twilio:flex:CbmAttachments",
  description: "What attachments a channel takes. Whatever is left out stays as it is in the account.",
});

/** One channel's entry in `channelConfigs`. Source: Flex Configuration API, `channel_configs`. */
export const channelConfig = rule(
  z.strictObject({
    addressType: z
      .enum(addressTypes)
      .meta({ id: "twilio:flex:AddressType", description: "A channel of Flex Conversations that takes attachments." })
      .describe("The channel."),
    cbmAttachments: attachments,
  }),
  function* ({ addressType, cbmAttachments }) {
    const channel = limits[String(addressType)];
    if (channel === undefined || typeof cbmAttachments !== "object" || cbmAttachments === null) return;
    const { maxFileSize, maxTotalFileSize } = cbmAttachments as Record<string, unknown>;
    yield* tooLarge("maxFileSize", maxFileSize, channel.file, String(addressType));
    yield* tooLarge("maxTotalFileSize", maxTotalFileSize, channel.total, String(addressType));
  },
).meta({
  id: "twilio:flex:ChannelConfig",
  description: "A channel's attachment limits. Channels that are not declared are left alone.",
});

function* tooLarge(property: string, size: unknown, limit: number, channel: string) {
  if (typeof size !== "number" || size <= limit) return;
  yield {
    path: ["cbmAttachments", property],
    reason: `is ${size} bytes, but ${channel} takes at most ${limit}; lower it`,
  };
}

export type ChannelConfig = z.output<typeof channelConfig>;
