import { z } from "zod";
import {
  type AttachmentChannel,
  attachmentChannels,
  attachmentFindings,
  mostAttachments,
} from "../../media/attachments.ts";
import { rule, secret } from "../../providers/kit/index.ts";
import { bytesOf, size } from "./size.ts";

const origin = z
  .string()
  .regex(
    /^https:\/\/[a-z0-9.-]+(:\d+)?$/,
    "is no origin; give https, the host and nothing after it, as in https://flex.twilio.com",
  );

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

/** The stack's configuration under `flex-media:`. */
export const flexMedia = z.strictObject({
  callRecording: z
    .strictObject({
      enabled: z.boolean().describe("Whether Flex itself records calls."),
      webhookUrl: z.url({ protocol: /^https$/, error: "is no https URL; give one that Twilio can reach" }).optional(),
    })
    .optional()
    .describe("Flex's own recording of calls. Left out, it stays as it is in the account."),
  attachments: z
    .strictObject(Object.fromEntries(attachmentChannels.map((name) => [name, channelOf(name)])) as ChannelSchemas)
    .optional()
    .describe("Attachment limits by channel. Channels that are left out stay as they are in the account."),
  storage: z
    .strictObject({
      prefix: z
        .string()
        .regex(/^([A-Za-z0-9_-]+\/)+$/, "is no key prefix; give one that ends with a slash, as in recordings/")
        .default("recordings/")
        .describe("What every recording's key begins with."),
      throwAway: z
        .boolean()
        .default(false)
        .describe("Destroy deletes the bucket with every recording in it. For stacks that nobody will miss."),
    })
    .prefault({})
    .describe("The recordings bucket."),
  playback: z
    .strictObject({
      origins: z.array(origin).min(1).default(["https://flex.twilio.com"]).describe("Where players are served from."),
      allowedRoles: z
        .array(z.string().regex(/^[\w-]+(\.[\w-]+)*(\.\*)?$/, "is no role; give its name, or a family such as wfo.*"))
        .min(1)
        .default(["admin", "supervisor", "wfo.*"])
        .describe("Flex roles whose holders may hear recordings."),
      mediaUrlSeconds: z.int().min(60).max(900).default(300).describe("How long a media URL is good for, in seconds."),
    })
    .prefault({})
    .describe("Playback in Flex Insights."),
});

type ChannelSchemas = Record<AttachmentChannel, ReturnType<typeof channelOf>>;

const endpoint = z.url({ protocol: /^https?$/ });

/** What the program itself needs of the Twilio provider's configuration; the provider checks the rest. */
export const twilio = rule(
  z.object({
    accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, "is no account SID; give AC and 32 hexadecimal digits"),
    authToken: secret(z.string().min(1)).optional(),
    apiKey: z
      .string()
      .regex(/^SK[0-9a-f]{32}$/, "is no API key SID; give SK and 32 hexadecimal digits")
      .optional(),
    apiSecret: secret(z.string().min(1)).optional(),
    endpoints: z.object({ iam: endpoint.optional() }).optional(),
  }),
  function* ({ authToken, apiKey, apiSecret }) {
    if (apiKey !== undefined && apiSecret === undefined) {
      yield { path: ["apiSecret"], reason: "is missing beside apiKey; set it with --secret" };
    }
    if (authToken === undefined && apiKey === undefined) {
      yield { path: ["authToken"], reason: "is missing; set it with --secret, or set apiKey and apiSecret" };
    }
  },
);

/** What the program itself needs of the AWS provider's configuration. */
export const aws = z.object({
  s3UsePathStyle: z.boolean().default(false),
});
