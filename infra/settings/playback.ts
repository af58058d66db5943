import { z } from "zod";
import { keyLayouts } from "../../media/recording-key.ts";
import { alarmTopicArn, logRetentionDays, tracing } from "./watching.ts";

const origin = z
  .string()
  .regex(
    /^https:\/\/[a-z0-9.-]+(:\d+)?$/,
    "is no origin; give https, the host and nothing after it, as in https://flex.twilio.com",
  );

const role = z.string().regex(/^[\w-]+(\.[\w-]+)*(\.\*)?$/, "is no role; give its name, or a family such as wfo.*");

/** `flex-media:playback` */
export const playback = z
  .strictObject({
    origins: z.array(origin).min(1).default(["https://flex.twilio.com"]).describe("Where players are served from."),
    allowedRoles: z
      .array(role)
      .min(1)
      .default(["admin", "supervisor", "wfo.*"])
      .describe("Flex roles whose holders may hear recordings."),
    agentsHearOwn: z
      .boolean()
      .default(false)
      .describe("Whether agents may hear the recordings whose metadata names them as one who spoke."),
    keyLayout: z
      .enum(keyLayouts)
      .default("flex-media")
      .describe("How keys are made up: by this project's archive, or by Twilio's external storage."),
    mediaUrlSeconds: z.int().min(60).max(3600).default(900).describe("How long a media URL is good for, in seconds."),
    tokenMemorySeconds: z
      .int()
      .min(0)
      .max(60)
      .default(60)
      .describe("How long a valid token is remembered, in seconds; 0: not at all."),
    reservedConcurrency: z
      .int()
      .min(0)
      .max(1000)
      .default(10)
      .describe("Calls at once, kept for this function and its most; 0: as many as the account has left."),
    logRetentionDays: logRetentionDays.describe("How many days the log is kept that says who heard what."),
    tracing,
    alarmDenials: z.int().min(1).default(20).describe("Refusals in five minutes that are worth an alarm."),
    alarmTopicArn,
  })
  .prefault({})
  .describe("Playback in Flex Insights.");
