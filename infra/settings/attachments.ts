import { z } from "zod";
import {
  type AttachmentChannel,
  attachmentChannels,
  attachmentFindings,
  mostAttachments,
} from "../../media/attachments.ts";
import { rule } from "../../providers/kit/index.ts";
import { bytesOf, size } from "./size.ts";

/** Attachment limits of one channel, sizes in bytes. */
export interface ChannelAttachments {
  channel: AttachmentChannel;
  enabled: boolean;
  files?: number | undefined;
  fileBytes?: number | undefined;
  totalBytes?: number | undefined;
  extensions?: string[] | undefined;
}

const channel = z.strictObject({
  enabled: z.boolean().default(true).describe("Whether people may send files."),
  files: z.int().min(1).max(mostAttachments).optional().describe("The most files in one message."),
  fileSize: size.optional().describe("The largest file, as in `5 MiB`."),
  totalSize: size.optional().describe("The largest sum of a message's files, as in `20 MiB`."),
  extensions: z
    .array(z.string().regex(/^[a-z0-9]+$/, "is no file extension; give it in lower case, without the dot"))
    .min(1)
    .optional()
    .describe("The kinds of files, by extension."),
});

const settingAbout = { file: "fileSize", total: "totalSize", extensions: "extensions" } as const;

function channelOf(name: AttachmentChannel) {
  return rule(channel, function* ({ fileSize, totalSize, extensions }) {
    const findings = attachmentFindings(name, {
      file: bytesOf(fileSize),
      total: bytesOf(totalSize),
      extensions: Array.isArray(extensions) ? extensions : undefined,
    });
    for (const { about, reason } of findings) yield { path: [settingAbout[about]], reason };
  }).optional();
}

type ChannelSchemas = Record<AttachmentChannel, ReturnType<typeof channelOf>>;

/** `flex-media:attachments` */
export const attachments = z
  .strictObject(Object.fromEntries(attachmentChannels.map((name) => [name, channelOf(name)])) as ChannelSchemas)
  .optional()
  .describe("Attachment limits by channel. Channels that are left out stay as they are in the account.");

/** The channels that the settings name, in Twilio's order. */
export function attachmentsOf(given: z.output<typeof attachments>): ChannelAttachments[] {
  return attachmentChannels.flatMap((channel) => {
    const limits = given?.[channel];
    if (limits === undefined) return [];
    const { enabled, files, fileSize, totalSize, extensions } = limits;
    return [{ channel, enabled, files, fileBytes: bytesOf(fileSize), totalBytes: bytesOf(totalSize), extensions }];
  });
}
