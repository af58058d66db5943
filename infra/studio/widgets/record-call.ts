import { type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "success" | "failed";

const fields = [
  "AccountSid",
  "ApiVersion",
  "CallSid",
  "Channels",
  "ConferenceSid",
  "DateCreated",
  "DateUpdated",
  "Duration",
  "EncryptionDetails",
  "ErrorCode",
  "Price",
  "PriceUnit",
  "Sid",
  "Source",
  "StartTime",
  "Status",
  "Uri",
] as const;

export type RecordingField = (typeof fields)[number];

export const recordCallKind: Kind<Event> = {
  type: "record-call",
  events: ["success", "failed"],
  required: ["record_call"],
  // Where the recording couldn't be switched, there is none to tell of.
  sets: { success: fields },
};

export interface RecordCallOptions<Target extends string, Text extends string> {
  /** On or off. */
  readonly record: boolean;
  /** `dual` records each party by itself. Studio's default. */
  readonly channels?: "mono" | "dual";
  /** Studio's default is `do-not-trim`: trimmed audio no longer fits the start time. */
  readonly trim?: "trim-silence" | "do-not-trim";
  /** Where Twilio reports the recording. */
  readonly statusCallback?: Text;
  readonly statusCallbackMethod?: "GET" | "POST";
  /** What is reported; Studio's default is `completed` alone. */
  readonly statusCallbackEvents?: readonly ("in-progress" | "completed" | "absent")[];
  readonly next?: Next<Event, Target>;
}

/**
 * Call Recording: switches the recording of an incoming call on or off, after a Say/Play or Gather.
 * https://www.twilio.com/docs/studio/widget-library/call-recording
 */
export function recordCall<Target extends string = never, Text extends string = never>(
  options: RecordCallOptions<Target, Text>,
): Widget<Target, Text, RecordingField, never> {
  const { record, channels, trim, statusCallback, statusCallbackMethod, statusCallbackEvents, next } = options;
  const properties = {
    record_call: record,
    recording_channels: channels,
    trim,
    recording_status_callback: statusCallback,
    recording_status_callback_method: statusCallbackMethod,
    recording_status_callback_events: statusCallbackEvents?.join(" "),
  };
  return widget(recordCallKind, properties, next);
}
