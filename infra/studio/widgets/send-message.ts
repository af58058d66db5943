import { type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "sent" | "failed";

export const sendMessageKind: Kind<Event> = {
  type: "send-message",
  events: ["sent", "failed"],
  required: ["body"],
  sets: { sent: ["outbound"], failed: ["outbound"] },
};

/** What goes out, and between whom; both ends are the conversation's own where they are left out. */
export interface Outgoing<Text extends string> {
  readonly body: Text;
  readonly from?: Text;
  readonly to?: Text;
  readonly mediaUrl?: Text;
}

export function outgoingOf({ body, from, to, mediaUrl }: Outgoing<string>) {
  return {
    body,
    from: from ?? "{{flow.channel.address}}",
    to: to ?? "{{contact.channel.address}}",
    media_url: mediaUrl,
  };
}

export interface SendMessageOptions<Target extends string, Text extends string> extends Outgoing<Text> {
  readonly next?: Next<Event, Target>;
}

/** Send Message. https://www.twilio.com/docs/studio/widget-library/send-message */
export function sendMessage<Target extends string = never, Text extends string = never>(
  options: SendMessageOptions<Target, Text>,
): Widget<Target, Text, "outbound", never> {
  return widget(sendMessageKind, outgoingOf(options), options.next);
}
