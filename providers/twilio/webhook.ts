import { z } from "zod";

/** A URL that Twilio calls, with what may be of the calls or messages in it: encrypted, therefore. */
export function httpsUrl() {
  return z.url({ protocol: /^https$/, error: "is no https URL; give one that Twilio can reach" });
}

/** The same, or an empty string where there is to be none. */
export function httpsUrlOrNone() {
  return z
    .string()
    .refine(
      (text) => text === "" || httpsUrl().safeParse(text).success,
      "is no https URL; give one that Twilio can reach, or an empty string for none",
    );
}

export const webhookMethod = z
  .enum(["GET", "POST"])
  .meta({ id: "twilio:index:WebhookMethod", description: "The HTTP method by which Twilio calls a URL." });
