import { z } from "zod";
import { attachments } from "./attachments.ts";
import { playback } from "./playback.ts";
import { storage } from "./storage.ts";

/** The stack's configuration under `flex-media:`. */
export const flexMedia = z.strictObject({
  callRecording: z
    .strictObject({
      enabled: z.boolean().describe("Whether Flex itself records calls."),
      webhookUrl: z.url({ protocol: /^https$/, error: "is no https URL; give one that Twilio can reach" }).optional(),
    })
    .optional()
    .describe("Flex's own recording of calls. Left out, it stays as it is in the account."),
  attachments,
  storage,
  playback,
});
