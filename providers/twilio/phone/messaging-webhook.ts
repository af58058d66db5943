import type { Context } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { TwilioRefusedError, TwilioUnansweredError } from "../http/errors.ts";
import { isE164 } from "./e164.ts";
import { findNumber } from "./incoming-numbers.ts";

/**
 * Warns where a number sends its messages elsewhere too, beside Conversations. A look-up that fails is no
 * failure of what it is done for: credentials may be restricted, and the number may be hosted elsewhere.
 */
export async function warnOfMessagingWebhook(address: string, context: Context<TwilioClient>): Promise<void> {
  if (!isE164(address)) return;
  try {
    const number = await findNumber({ phoneNumber: address }, context);
    const [setting] = ["sms_application_sid", "sms_url"].filter((key) => (number?.[key] ?? "") !== "");
    if (setting === undefined) return;
    const what = setting === "sms_url" ? "a messaging webhook" : "a messaging application";
    context.log.warning(
      `${address} has ${what} of its own, so each message to it goes two ways; ` +
        `clear ${setting} of the number ${number?.sid}, for example by a twilio:phone:IncomingNumber.`,
    );
  } catch (error) {
    if (!(error instanceof TwilioRefusedError || error instanceof TwilioUnansweredError)) throw error;
    context.log.debug(`Whether ${address} has a messaging webhook of its own is not known: ${error.message}`);
  }
}
