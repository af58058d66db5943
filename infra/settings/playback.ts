import { z } from "zod";

const origin = z
  .string()
  .regex(
    /^https:\/\/[a-z0-9.-]+(:\d+)?$/,
    "is no origin; give https, the host and nothing after it, as in https://flex.twilio.com",
  );

/** `flex-media:playback` */
export const playback = z
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
  .describe("Playback in Flex Insights.");
