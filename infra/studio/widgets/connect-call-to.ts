import { callFields, type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "callCompleted" | "hangup";

const fields = [...callFields, "DialCallDuration", "DialCallSid", "DialCallStatus", "RecordingUrl"] as const;

export const connectCallToKind: Kind<Event> = {
  type: "connect-call-to",
  events: ["callCompleted", "hangup"],
  required: ["noun"],
  sets: { callCompleted: fields, hangup: fields },
};

/** The other party: each kind is named in its own way. */
type Party<Text extends string> =
  | { readonly noun: "number" | "number-multi" | "client" | "conference" | "sim"; readonly to: Text }
  | {
      readonly noun: "sip";
      readonly sipEndpoint: Text;
      readonly sipUsername?: string;
      /** Stands in the definition for whoever may read the flow. */
      readonly sipPassword?: string;
    };

export type ConnectCallToOptions<Target extends string, Text extends string> = Party<Text> & {
  /** What the other party sees; the caller's own number where it is left out. */
  readonly callerId?: Text;
  readonly record?: boolean;
  /** How long it rings, 1 to 600 seconds. */
  readonly timeoutSeconds?: number;
  readonly next?: Next<Event, Target>;
};

/** Connect Call To. https://www.twilio.com/docs/studio/widget-library/connect-call */
export function connectCallTo<Target extends string = never, Text extends string = never>(
  options: ConnectCallToOptions<Target, Text>,
): Widget<Target, Text, (typeof fields)[number], never> {
  const { noun, callerId = "{{contact.channel.address}}", record, timeoutSeconds, next } = options;
  const party =
    options.noun === "sip"
      ? {
          sip_endpoint: options.sipEndpoint,
          sip_username: options.sipUsername,
          sip_password: options.sipPassword,
        }
      : { to: options.to };
  return widget(connectCallToKind, { noun, ...party, caller_id: callerId, record, timeout: timeoutSeconds }, next);
}
