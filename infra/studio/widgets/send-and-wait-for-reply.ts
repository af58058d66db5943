import { type Outgoing, outgoingOf } from "./send-message.ts";
import { type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "incomingMessage" | "timeout" | "deliveryFailure";

export const sendAndWaitForReplyKind: Kind<Event> = {
  type: "send-and-wait-for-reply",
  events: ["incomingMessage", "timeout", "deliveryFailure"],
  required: ["body", "timeout"],
  sets: { incomingMessage: ["outbound", "inbound"], timeout: ["outbound"], deliveryFailure: ["outbound"] },
};

export interface SendAndWaitForReplyOptions<Target extends string, Text extends string>
  extends Omit<Outgoing<Text>, "to"> {
  /** How long to wait, in seconds; 3,600 where it is left out. */
  readonly timeoutSeconds?: number;
  readonly next?: Next<Event, Target>;
}

/** Send & Wait For Reply. https://www.twilio.com/docs/studio/widget-library/send-wait-reply */
export function sendAndWaitForReply<Target extends string = never, Text extends string = never>(
  options: SendAndWaitForReplyOptions<Target, Text>,
): Widget<Target, Text, "outbound" | "inbound", never> {
  const { timeoutSeconds = 3600, next, ...message } = options;
  // The reply comes from whom the message went to: there is no other addressee.
  const { to: _, ...properties } = outgoingOf(message);
  return widget(sendAndWaitForReplyKind, { ...properties, timeout: timeoutSeconds.toString() }, next);
}
