/** The channels of Flex Conversations that take attachments, by Twilio's names. */
export const attachmentChannels = ["web", "sms", "whatsapp", "email", "messenger", "gbm"] as const;

export type AttachmentChannel = (typeof attachmentChannels)[number];

/** The most attachments that any channel takes in one message. */
export const mostAttachments = 10;

/** Twilio's limits of one channel, in bytes. */
export interface AttachmentLimits {
  /** The largest file. */
  file: number;
  /** The largest sum of a message's files. */
  total: number;
}

/** Twilio's documented limits (https://www.twilio.com/docs/flex/developer/conversations/limits), in bytes. */
export const attachmentLimits: Readonly<Record<AttachmentChannel, AttachmentLimits>> = {
  web: { file: 16_777_216, total: 67_108_864 },
  sms: { file: 2_097_152, total: 5_242_880 },
  whatsapp: { file: 16_777_216, total: 67_108_864 },
  email: { file: 157_286_400, total: 157_286_400 },
  messenger: { file: 26_214_400, total: 26_214_400 },
  gbm: { file: 5_242_880, total: 5_242_880 },
};

export interface AttachmentFinding {
  about: "file" | "total" | "extensions";
  reason: string;
}

/** A channel's sizes in bytes and extensions, as far as they are known. */
export interface AttachmentSizes {
  file?: number | undefined;
  total?: number | undefined;
  extensions?: readonly unknown[] | undefined;
}

/** What is impossible about a channel's limits. A channel that Twilio does not have is judged without its limits. */
export function* attachmentFindings(channel: string, sizes: AttachmentSizes): Generator<AttachmentFinding> {
  const limits = Object.hasOwn(attachmentLimits, channel) ? attachmentLimits[channel as AttachmentChannel] : undefined;
  const { file, total, extensions } = sizes;
  if (file !== undefined && total !== undefined && file > total) {
    yield { about: "file", reason: `is ${file} bytes, more than the total of ${total}; lower it or raise the total` };
  }
  for (const about of ["file", "total"] as const) {
    const size = sizes[about];
    if (limits === undefined || size === undefined || size <= limits[about]) continue;
    yield { about, reason: `is ${size} bytes, but ${channel} takes at most ${limits[about]}; lower it` };
  }
  const doubled = extensions?.find((extension, index) => extensions.indexOf(extension) !== index);
  if (doubled !== undefined) {
    yield { about: "extensions", reason: `names ${JSON.stringify(doubled)} twice; remove one of the two` };
  }
}
