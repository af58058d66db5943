import { callFields, type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "answered" | "busy" | "noAnswer" | "failed";

const fields = [...callFields, "AnsweredBy", "MachineDetectionDuration"] as const;

export const makeOutgoingCallKind: Kind<Event> = {
  type: "make-outgoing-call-v2",
  events: ["answered", "busy", "noAnswer", "failed"],
  required: ["from", "to"],
  sets: { answered: fields, busy: fields, noAnswer: fields, failed: fields },
};

export interface MakeOutgoingCallOptions<Target extends string, Text extends string> {
  readonly record?: boolean;
  readonly recordingChannels?: "mono" | "dual";
  readonly recordingStatusCallback?: Text;
  readonly trim?: "trim-silence" | "do-not-trim";
  /** How long it rings, 0 to 600 seconds. */
  readonly timeoutSeconds?: number;
  readonly sendDigits?: string;
  readonly machineDetection?: "Enable" | "DetectMessageEnd";
  /** How long the detection may take, 3 to 120 seconds. */
  readonly machineDetectionTimeoutSeconds?: number;
  readonly next?: Next<Event, Target>;
}

/** Make Outgoing Call. Whom it calls is Studio's own. https://www.twilio.com/docs/studio/widget-library/make-outgoing-call */
export function makeOutgoingCall<Target extends string = never, Text extends string = never>(
  options: MakeOutgoingCallOptions<Target, Text>,
): Widget<Target, Text, (typeof fields)[number], never> {
  const properties = {
    from: "{{flow.channel.address}}",
    to: "{{contact.channel.address}}",
    record: options.record,
    recording_channels: options.recordingChannels,
    recording_status_callback: options.recordingStatusCallback,
    trim: options.trim,
    timeout: options.timeoutSeconds,
    send_digits: options.sendDigits,
    detect_answering_machine: options.machineDetection === undefined ? undefined : true,
    machine_detection: options.machineDetection,
    machine_detection_timeout: options.machineDetectionTimeoutSeconds?.toString(),
  };
  return widget(makeOutgoingCallKind, properties, options.next);
}
