import { type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "incomingMessage" | "incomingCall" | "incomingConversationMessage" | "incomingRequest" | "incomingParent";

/** What each event fills in of `trigger.…`; the widget itself has no fields. */
export const triggerParts: Readonly<Record<Event, string>> = {
  incomingMessage: "message",
  incomingCall: "call",
  incomingConversationMessage: "conversation",
  incomingRequest: "request",
  incomingParent: "parent",
};

export const triggerKind: Kind<Event> = {
  type: "trigger",
  events: ["incomingMessage", "incomingCall", "incomingConversationMessage", "incomingRequest", "incomingParent"],
  required: [],
  sets: {},
};

/** Where a flow begins. https://www.twilio.com/docs/studio/widget-library/trigger-start */
export function trigger<Target extends string = never>(next: Next<Event, Target>): Widget<Target, never, never, never> {
  return widget(triggerKind, {}, next);
}
