import { callFields, type Kind, type Next, type Widget, widget } from "./widget.ts";

type Event = "recordingComplete" | "noAudio" | "hangup";

const fields = [
  ...callFields,
  "Channels",
  "DateCreated",
  "Digits",
  "Duration",
  "RecordingDuration",
  "RecordingSid",
  "RecordingUrl",
  "Sid",
  "Source",
  "StartTime",
  "Status",
  "TranscriptionText",
  "Uri",
] as const;

export const recordVoicemailKind: Kind<Event> = {
  type: "record-voicemail",
  events: ["recordingComplete", "noAudio", "hangup"],
  required: [],
  sets: { recordingComplete: fields, hangup: callFields },
};

export interface RecordVoicemailOptions<Target extends string, Text extends string> {
  /** Silence that ends the recording, in seconds; Studio's default is 5. */
  readonly timeoutSeconds?: number;
  /** 1 to 14,400 seconds; Studio's default is 3,600. */
  readonly maxLengthSeconds?: number;
  readonly finishOnKey?: string;
  readonly transcribe?: boolean;
  readonly transcriptionCallbackUrl?: Text;
  readonly trim?: "trim-silence" | "do-not-trim";
  readonly playBeep?: boolean;
  readonly recordingStatusCallbackUrl?: Text;
  readonly next?: Next<Event, Target>;
}

/** Record Voicemail. https://www.twilio.com/docs/studio/widget-library/record-voicemail */
export function recordVoicemail<Target extends string = never, Text extends string = never>(
  options: RecordVoicemailOptions<Target, Text>,
): Widget<Target, Text, (typeof fields)[number], never> {
  const properties = {
    timeout: options.timeoutSeconds,
    max_length: options.maxLengthSeconds,
    finish_on_key: options.finishOnKey,
    transcribe: options.transcribe,
    transcription_callback_url: options.transcriptionCallbackUrl,
    trim: options.trim,
    // Studio takes this switch as text.
    play_beep: options.playBeep?.toString(),
    recording_status_callback_url: options.recordingStatusCallbackUrl,
  };
  return widget(recordVoicemailKind, properties, options.next);
}
