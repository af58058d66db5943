import { z } from "zod";
import { attachmentChannels, attachmentFindings, mostAttachments } from "../../../media/attachments.ts";
import { rule } from "../../kit/index.ts";

const attachments = z
  .strictObject({
    enabled: z.boolean().describe("Whether people may send files."),
    numberOfAttachments: z
      .int()
      .min(1)
      .max(mostAttachments)
      .optional()
      .describe(`The most files in one message, 1 to ${mostAttachments}.`),
    maxFileSize: z.int().min(1).optional().describe("The largest file, in bytes."),
    maxTotalFileSize: z.int().min(1).optional().describe("The largest sum of a message's files, in bytes."),
    acceptedExtensions: z
      .array(z.string().regex(/^[a-z0-9]+$/, "is no file extension; give it in lower case, without the dot"))
      .min(1)
      .optional()
      .meta({ unordered: true })
      .describe("The kinds of files, by extension: lower case, without the dot."),
  })
  .meta({
    id: "twilio:flex:CbmAttachments",
    description: "What attachments a channel takes. Whatever is left out stays as it is in the account.",
  });

const propertyAbout = {
  file: "maxFileSize",
  total: "maxTotalFileSize",
  extensions: "acceptedExtensions",
} as const;

/** One channel's entry in `channelConfigs`. Source: Flex Configuration API, `channel_configs`. */
export const channelConfig = rule(
  z.strictObject({
    addressType: z
      .enum(attachmentChannels)
      .meta({ id: "twilio:flex:AddressType", description: "A channel of Flex Conversations that takes attachments." })
      .describe("The channel."),
    cbmAttachments: attachments,
  }),
  function* ({ addressType, cbmAttachments }) {
    const { maxFileSize, maxTotalFileSize, acceptedExtensions } = Object(cbmAttachments) as Record<string, unknown>;
    const findings = attachmentFindings(String(addressType), {
      file: typeof maxFileSize === "number" ? maxFileSize : undefined,
      total: typeof maxTotalFileSize === "number" ? maxTotalFileSize : undefined,
      extensions: Array.isArray(acceptedExtensions) ? acceptedExtensions : undefined,
    });
    for (const { about, reason } of findings) yield { path: ["cbmAttachments", propertyAbout[about]], reason };
  },
).meta({
  id: "twilio:flex:ChannelConfig",
  description: "A channel's attachment limits. Channels that are not declared are left alone.",
});

export type ChannelConfig = z.output<typeof channelConfig>;
