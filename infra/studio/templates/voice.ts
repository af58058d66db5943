import { type Attributes, emitMedia, joined, liquid, mediaTemplate, voiceRecording } from "../../../media/index.ts";
import type { FlowDefinition } from "../definition.ts";
import { checkedFlow } from "../flow.ts";
import { liquidMilliseconds } from "../liquid/start-time.ts";
import { variable, type Widgets } from "../liquid/typed.ts";
import { type RecordingField, recordCall } from "../widgets/record-call.ts";
import { sayPlay } from "../widgets/say-play.ts";
import { sendToFlex } from "../widgets/send-to-flex.ts";
import { setVariables } from "../widgets/set-variables.ts";
import { trigger } from "../widgets/trigger.ts";
import type { AnyWidget } from "../widgets/widget.ts";
import { type After, type Before, entriesOf, type Given, type NoWidgets } from "./section.ts";

/** What Flex Insights plays. */
export type Playing =
  | {
      /** The team's own bucket, through the playback function. */
      readonly play: "url_provider";
      /** The function's URL, without a slash or query at the end. */
      readonly url: string;
    }
  | {
      /** Twilio's copy. */
      readonly play: "twilio";
      /**
       * `documented` passes Studio's text on as Twilio's own sample does
       * (https://www.twilio.com/docs/flex/developer/insights/enable-dual-channel-recordings).
       */
      readonly startTime?: "milliseconds" | "documented";
    };

/** Who records: this flow, or something else (Flex itself, a plugin, nothing). */
export type VoiceRecordingOptions =
  | { readonly recording: "none" }
  | {
      readonly recording: "studio";
      readonly media: Playing;
      /** Where Twilio reports the recording once it is there, or isn't: the archive, or a callback of the team's own. */
      readonly statusCallback?: string | undefined;
    };

/** The template's own widgets, which the team's may lead to and read. */
export interface VoiceWidgets {
  readonly Trigger: Given;
  readonly Greeting: Given;
  readonly CallRecording: Given<RecordingField>;
  readonly RecordingStart: Given<"recordingStart", "recordingStart">;
  readonly SendToFlex: Given;
  readonly SendToFlexUnrecorded: Given;
}

export type VoiceOptions<B extends Widgets, A extends Widgets> = VoiceRecordingOptions & {
  readonly description?: string;
  /** What callers hear first. */
  readonly greeting: string;
  /** What callers hear before they are recorded. */
  readonly consent?: string | undefined;
  /** The language of both, such as `en-US`. */
  readonly language?: string | undefined;
  /** The TaskRouter workflow (WW…). */
  readonly workflow: string;
  /** The task channel, by its SID (TC…) or unique name. */
  readonly channel: string;
  readonly priority?: number | undefined;
  /** More attributes of the task. */
  readonly attributes?: Attributes;
  /** Between the trigger and `Greeting`. */
  readonly before?: Before<B, B & VoiceWidgets>;
  /** After `SendToFlex` and `SendToFlexUnrecorded`. */
  readonly after?: After<A, A & B & VoiceWidgets>;
};

/**
 * Incoming calls: greeting and consent, then Call Recording in two channels, then Flex, with the recording in
 * `conversations.media`. Where recording can't be started, the call goes to Flex all the same, without a media entry: one
 * that names no recording would take the place of what Flex lists by itself.
 * @throws {FlowError} naming every mistake at once.
 */
export function voice<const B extends Widgets = NoWidgets, const A extends Widgets = NoWidgets>(
  options: VoiceOptions<B, A>,
): FlowDefinition {
  const { description = "Incoming calls", before, after } = options;
  const first = before?.entry ?? "Greeting";
  return checkedFlow(description, [
    ["Trigger", trigger({ incomingCall: first })],
    ...entriesOf(before),
    ["Greeting", greeting(options)],
    ...(options.recording === "studio" ? recorded(options, options) : [flex("SendToFlex", options, {})]),
    ...entriesOf(after),
  ]);
}

type Own = Pick<
  VoiceOptions<Widgets, Widgets>,
  "greeting" | "consent" | "language" | "workflow" | "channel" | "priority" | "attributes" | "recording"
> & { readonly after?: { readonly on: Readonly<Record<string, string | undefined>> } | undefined };

function greeting({ greeting, consent, language, recording }: Own): AnyWidget {
  return sayPlay({
    say: [greeting, consent].filter((text) => text).join(" "),
    ...(language === undefined ? {} : { language }),
    next: { audioComplete: recording === "studio" ? "CallRecording" : "SendToFlex" },
  });
}

function recorded(
  own: Own,
  { media, statusCallback }: Extract<VoiceRecordingOptions, { recording: "studio" }>,
): [string, AnyWidget][] {
  const counted = media.play === "url_provider" || media.startTime !== "documented";
  const record = recordCall({
    record: true,
    channels: "dual",
    // Trimmed audio would no longer fit its start time.
    trim: "do-not-trim",
    ...(statusCallback === undefined
      ? {}
      : { statusCallback, statusCallbackMethod: "POST", statusCallbackEvents: ["completed", "absent"] }),
    next: { success: counted ? "RecordingStart" : "SendToFlex", failed: "SendToFlexUnrecorded" },
  });
  const start = setVariables({
    variables: { recordingStart: liquidMilliseconds("widgets.CallRecording.StartTime") },
    next: { next: "SendToFlex" },
  });
  return [
    ["CallRecording", record],
    ...(counted ? [["RecordingStart", start] satisfies [string, AnyWidget]] : []),
    flex("SendToFlex", own, { conversations: { media: mediaOf(media) } }),
    flex("SendToFlexUnrecorded", own, {}),
  ];
}

function mediaOf(media: Playing): Attributes[] {
  const sid = liquid(variable("CallRecording", "Sid"), "sid:RE");
  const channels = ["customer", "others"] as const;
  const startTime = liquid("{{flow.variables.recordingStart}}", "milliseconds");
  if (media.play === "url_provider") {
    return emitMedia([
      voiceRecording({ urlProvider: joined("url", `${media.url}/?recording=`, sid), startTime, channels }),
    ]);
  }
  const account = liquid(variable("CallRecording", "AccountSid"), "sid:AC");
  const url = joined("url", "https://api.twilio.com/2010-04-01/Accounts/", account, "/Recordings/", sid);
  const documented = liquid(variable("CallRecording", "StartTime"), "time");
  return emitMedia([
    voiceRecording({ url, startTime: media.startTime === "documented" ? documented : startTime, channels }),
  ]);
}

function flex(
  name: string,
  { workflow, channel, priority, attributes, after }: Own,
  media: Attributes,
): [string, AnyWidget] {
  const task = { type: "inbound", name: liquid("{{trigger.call.From}}", "text"), ...attributes, ...media };
  return [
    name,
    sendToFlex({
      workflow,
      channel,
      attributes: mediaTemplate(task),
      ...(priority === undefined ? {} : { priority }),
      next: after?.on ?? {},
    }),
  ];
}
