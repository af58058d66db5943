import { type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "callComplete" | "failedToEnqueue" | "callFailure";

const fields = ["Age", "Attributes", "TaskSid", "QueueResult", "QueueSid", "QueueTime", "CallStatus", "sid"] as const;

export const sendToFlexKind: Kind<Event> = {
  type: "send-to-flex",
  events: ["callComplete", "failedToEnqueue", "callFailure"],
  required: ["workflow", "channel"],
  sets: { callComplete: fields },
};

/** The longest that a task may wait for somebody, in seconds: two weeks. */
export const longestTimeoutSeconds = 1_209_600;
/** The most characters that `attributes` may have. */
export const mostAttributeCharacters = 1024;

export interface SendToFlexOptions<Target extends string, Text extends string> {
  /** The TaskRouter workflow (WW…). */
  readonly workflow: string;
  /** The task channel, by its SID (TC…) or unique name. */
  readonly channel: string;
  /** The task's attributes: JSON once its Liquid is rendered, at most 1,024 characters. */
  readonly attributes?: Text;
  readonly priority?: number;
  /** How long the task may wait, in seconds, at most 1,209,600. Studio's default is 3,600. */
  readonly timeoutSeconds?: number;
  /** TwiML for who waits, instead of Flex's own music. */
  readonly waitUrl?: Text;
  readonly waitUrlMethod?: "GET" | "POST";
  readonly next?: Next<Event, Target>;
}

/** Send to Flex: makes a task of a call or conversation. https://www.twilio.com/docs/studio/widget-library/send-flex */
export function sendToFlex<Target extends string = never, Text extends string = never>(
  options: SendToFlexOptions<Target, Text>,
): Widget<Target, Text, (typeof fields)[number], never> {
  const { workflow, channel, attributes, priority, timeoutSeconds, waitUrl, waitUrlMethod, next } = options;
  const properties = {
    workflow,
    channel,
    attributes,
    // Studio takes both numbers as text.
    priority: priority?.toString(),
    timeout: timeoutSeconds?.toString(),
    waitUrl,
    waitUrlMethod,
  };
  return widget(sendToFlexKind, properties, next);
}
