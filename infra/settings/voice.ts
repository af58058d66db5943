import { z } from "zod";
import { routing, taskChannel } from "./routing.ts";

export const number = z
  .string()
  .regex(
    /^\+[1-9]\d{6,14}$/,
    "is no phone number in E.164; give a plus, the country and the number, as in +14155550100",
  );

const spoken = z.string().min(1).max(4096);

/** `flex-media:voice` */
export const voice = z
  .strictObject({
    numbers: z
      .array(number)
      .min(1)
      .meta({ unordered: true })
      .describe("Numbers of the account whose calls run the voice flow."),
    ...routing,
    taskChannel: taskChannel.default("voice"),
    greeting: spoken.default("Thank you for calling.").describe("What callers hear first."),
    consent: spoken.default("This call is recorded.").describe("What callers hear before they are recorded."),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/, "is no language; give a tag such as en-US")
      .default("en-US")
      .describe("The language of what callers hear."),
    media: z
      .enum(["url_provider", "twilio"])
      .default("url_provider")
      .describe("What Flex Insights plays: the team's own bucket through the playback function, or Twilio's copy."),
  })
  .optional()
  .describe("The voice flow and the numbers that lead to it. Left out, there is none.");

export type Voice = NonNullable<z.output<typeof voice>>;
