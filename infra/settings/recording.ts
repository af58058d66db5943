import { z } from "zod";

const callbackUrl = z
  .url({ protocol: /^https$/, error: "is no https URL; give one that Twilio can reach" })
  .optional()
  .describe("Where Twilio reports recordings.");

const turnOffNative = z
  .boolean()
  .default(false)
  .describe("Switches Flex's own recording off where the account has it on. Destroy switches it on again.");

const proveMediaAuthentication = z
  .boolean()
  .optional()
  .describe(
    "Tries at each up whether Twilio gives recordings to people without credentials, and fails where it does; on unless it is false.",
  );

const mechanisms = z.discriminatedUnion("mechanism", [
  z
    .strictObject({ mechanism: z.literal("native"), callbackUrl, proveMediaAuthentication })
    .describe("Flex records by itself, in two channels."),
  z
    .strictObject({ mechanism: z.literal("studio"), callbackUrl, turnOffNative, proveMediaAuthentication })
    .describe("The voice flow records, in two channels."),
  z
    .strictObject({ mechanism: z.literal("plugin"), turnOffNative, proveMediaAuthentication })
    .describe("A Flex plugin of the team's own records; nothing here does."),
]);

/** `flex-media:recording` */
export const recording = mechanisms
  .optional()
  .describe("The one mechanism that records calls. Left out, all stays as it is in the account.");

export type Recording = z.output<typeof mechanisms>;
