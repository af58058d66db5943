import type { FlowDefinition, State } from "../../infra/studio/definition.ts";
import { unlessAbsent } from "../../providers/twilio/http/absence.ts";
import { settingsOf } from "../../providers/twilio/voice/recording-settings.ts";
import { liveFlexConfiguration } from "./flex-configuration.ts";
import { type PublishedFlow, publishedFlow } from "./published-flow.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, skipped, type Trial } from "./trial.ts";

/** What of an account records calls, as far as it can be seen from outside: a plugin can't. */
interface Recorders {
  native: boolean;
  /** Widgets that record, of the flow that calls run. */
  widgets: State[];
}

/** That calls are recorded by the one mechanism that is declared, in two channels, and reported to the archive. */
export function* recordingTrials(subject: Subject): Generator<Trial> {
  yield { name: "one recording mechanism", run: (signal) => oneMechanism(subject, signal) };
  if (subject.settings.recording?.mechanism === "native") {
    yield { name: "recording defaults", run: (signal) => nativeDefaults(subject, signal) };
  }
}

async function oneMechanism(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { recording } = subject.settings;
  if (recording === undefined) return skipped("flex-media:recording is not set, so that calls are recorded as before");
  const { mechanism } = recording;
  const { native, widgets } = await recordersOf(subject, signal);
  if (mechanism !== "native" && native) {
    return failed(
      `calls are recorded by Flex besides (call_recording_enabled is true), and flex-media:recording.mechanism is ` +
        `${mechanism}; turn Flex's recording off in the Console under Flex > Channel Management > Voice, or set turnOffNative`,
    );
  }
  if (mechanism !== "studio" && widgets.length > 0) {
    const names = widgets.map(({ name }) => name).join(", ");
    return failed(
      `the voice flow records besides (${names}), and flex-media:recording.mechanism is ${mechanism}; ${refresh}`,
    );
  }
  if (mechanism === "native") {
    return native
      ? passed("Flex records, and the voice flow doesn't")
      : failed(`nothing records: call_recording_enabled is not true at Twilio; ${refresh}`);
  }
  if (mechanism === "plugin")
    return passed("neither Flex nor the voice flow records; the plugin can't be seen from here");
  return studioFinding(subject, widgets);
}

function studioFinding({ settings, recordingCallback }: Subject, widgets: readonly State[]): Finding {
  if (settings.voice === undefined) return skipped("flex-media:voice is not set; a flow of the team's own may record");
  const [widget, ...others] = widgets;
  if (widget === undefined) return failed(`nothing records: the voice flow has no Call Recording; ${refresh}`);
  if (others.length > 0) {
    return failed(`the voice flow records ${widgets.length} times (${widgets.map(({ name }) => name)}); ${refresh}`);
  }
  const { recording_channels: channels, recording_status_callback: callback = "" } = widget.properties;
  if (channels !== "dual") {
    return failed(`${widget.name}.recording_channels: is ${channels ?? "not set"}, and not dual; ${refresh}`);
  }
  if (callback !== recordingCallback) {
    const where = settings.archive === undefined ? "to whom the settings name" : "to this stack's archive";
    return failed(`${widget.name}.recording_status_callback: does not report ${where}; ${refresh}`);
  }
  const reported = settings.archive === undefined ? "" : ", reported to the archive";
  return passed(`the voice flow alone, in two channels${reported}`);
}

const refresh = "`npm run pulumi -- up --refresh` puts it right";

async function recordersOf(subject: Subject, signal: AbortSignal): Promise<Recorders> {
  const { voiceFlowSid } = subject.outputs;
  const live = await liveFlexConfiguration(subject, signal);
  const flow = voiceFlowSid === undefined ? undefined : await publishedFlow(subject, voiceFlowSid, signal);
  return { native: live.call_recording_enabled === true, widgets: recordingWidgets(flow) };
}

function recordingWidgets(flow: PublishedFlow | undefined): State[] {
  const { states = [] } = (flow?.definition ?? {}) as Partial<FlowDefinition>;
  return states.filter(({ type, properties }) => type === "record-call" && String(properties?.record_call) === "true");
}

/** Flex's own recording takes its channels and its callback from the account's default. */
async function nativeDefaults({ twilio, recordingCallback }: Subject, signal: AbortSignal): Promise<Finding> {
  const path = "/v2/AccountDefaultConfiguration/Recording";
  const live = await unlessAbsent(twilio.request({ product: "voice", method: "GET", path }, signal));
  if (live === undefined) return failed(`the account has no default recording configuration; ${refresh}`);
  const { compositionPolicy, callRecordingStatusCallback, conferenceRecordingStatusCallback } = settingsOf(live);
  const { channels = "mono" } = compositionPolicy ?? {};
  if (channels !== "dual") return failed(`compositionPolicy.channels: is ${channels}, and not dual; ${refresh}`);
  const isReported = [callRecordingStatusCallback, conferenceRecordingStatusCallback].every(
    (callback) => recordingCallback === "" || callback?.url === recordingCallback,
  );
  if (!isReported) return failed(`recordings are not reported to where the settings have it; ${refresh}`);
  return passed(`two channels${recordingCallback === "" ? "" : ", reported as declared"}`);
}
