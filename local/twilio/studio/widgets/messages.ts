import { addMessage } from "../../conversations/new-conversation.ts";
import { TwilioError } from "../../http/errors.ts";
import type { JsonObject } from "../../http/parameters.ts";
import { randomSid } from "../../state/sids.ts";
import type { Outcome, Running } from "./widget.ts";

/** https://www.twilio.com/docs/studio/widget-library/send-message */
export function sendMessage(running: Running): Outcome {
  const sent = sending(running);
  return "failure" in sent
    ? { event: "failed", warning: sent.failure }
    : { event: "sent", fields: { outbound: sent.outbound } };
}

/** Goes on with the next message of the contact. https://www.twilio.com/docs/studio/widget-library/send-wait-reply */
export function sendAndWaitForReply(running: Running): Outcome {
  const sent = sending(running);
  return "failure" in sent
    ? { event: "deliveryFailure", warning: sent.failure }
    : { waits: "reply", fields: { outbound: sent.outbound } };
}

/** In a conversation, a message of the conversation; elsewhere one that only the execution's context shows. */
function sending({ account, execution, text, name }: Running): { outbound: JsonObject } | { failure: string } {
  const [Body, From, To] = [text("body"), text("from"), text("to")];
  if (Body === "" && text("media_url") === "") return { failure: `${name}: the message is empty` };
  try {
    const Sid =
      execution.conversation_sid === null
        ? randomSid("SM")
        : addMessage(account, execution.conversation_sid, { author: From || "system", body: Body }).sid;
    return { outbound: { Body, From, To, Sid, AccountSid: account.sid, Status: "sent" } };
  } catch (error) {
    if (error instanceof TwilioError) return { failure: `${name}: ${error.message}` };
    throw error;
  }
}
