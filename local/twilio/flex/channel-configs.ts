import { z } from "zod";

/** The address types of Flex Conversations: https://www.twilio.com/docs/flex/developer/conversations/limits */
export const addressTypes = ["web", "sms", "whatsapp", "email", "messenger", "gbm"] as const;

// The largest that Twilio documents for any channel; what it enforces for each isn't published.
const mostAttachments = 10;
const mostBytes = 157_286_400;

const attachments = z
  .strictObject({
    enabled: z.boolean(),
    number_of_attachments: z.int().min(1).max(mostAttachments),
    max_file_size: z.int().min(1).max(mostBytes),
    max_total_file_size: z.int().min(1).max(mostBytes),
    accepted_extensions: z.array(z.string().regex(/^[a-z0-9]{1,10}$/, "must be a file extension such as pdf")),
  })
  .refine((value) => value.max_file_size <= value.max_total_file_size, {
    path: ["max_file_size"],
    message: "must not be above max_total_file_size",
  })
  .refine((value) => new Set(value.accepted_extensions).size === value.accepted_extensions.length, {
    path: ["accepted_extensions"],
    message: "must not name an extension twice",
  });

export const channelConfigs = z
  .array(z.strictObject({ address_type: z.enum(addressTypes), cbm_attachments: attachments }))
  .refine((entries) => new Set(entries.map((entry) => entry.address_type)).size === entries.length, {
    message: "must have one entry per address_type",
  });

export type ChannelConfig = z.infer<typeof channelConfigs>[number];

function channel(
  addressType: ChannelConfig["address_type"],
  numberOfAttachments: number,
  [maxFileSize, maxTotalFileSize]: [number, number],
  extensions: string,
): ChannelConfig {
  return {
    cbm_attachments: {
      max_file_size: maxFileSize,
      max_total_file_size: maxTotalFileSize,
      accepted_extensions: extensions.split(" "),
      enabled: true,
      number_of_attachments: numberOfAttachments,
    },
    address_type: addressType,
  };
}

/** What Twilio documents as the values of an account that has changed nothing; sizes in bytes. */
export function defaultChannelConfigs(): ChannelConfig[] {
  return [
    channel("web", 1, [16_777_216, 67_108_864], "jpg jpeg png amr mp3 mp4 pdf heic txt gif"),
    channel("sms", 1, [2_097_152, 5_242_880], "jpg jpeg png amr mp3 mp4 pdf heic"),
    channel("whatsapp", 1, [16_777_216, 67_108_864], "jpg jpeg png amr mp3 mp4 pdf heic oga"),
    channel("email", 10, [157_286_400, 157_286_400], "jpg jpeg png amr mp3 mp4 pdf heic txt gif"),
    channel("messenger", 1, [26_214_400, 26_214_400], "jpg jpeg png mp3 mp4 pdf"),
  ];
}
