import type * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { lookedUp } from "./lookup.ts";
import type { Recording } from "./settings/recording.ts";
import { SettingsError } from "./settings/settings.ts";

/** The mechanism that records, with where Twilio reports recordings, which other resources may have to tell first. */
export type ReportedRecording = WithReceiver<Recording>;
type WithReceiver<R extends Recording> = R extends { mechanism: "plugin" }
  ? R
  : Omit<R, "callbackUrl"> & { callbackUrl?: pulumi.Input<string> | undefined };

/** Has recordings reported to the archive where there is one, and otherwise to whom the settings name. */
export function reportedTo(
  archive: { callbackUrl: pulumi.Input<string> } | undefined,
  recording: Recording | undefined,
): ReportedRecording | undefined {
  // A plugin says itself where its recordings are reported.
  if (archive === undefined || recording === undefined || recording.mechanism === "plugin") return recording;
  return { ...recording, callbackUrl: archive.callbackUrl };
}

/**
 * Refuses a second mechanism: each call would be recorded twice, and Flex Insights would play either. Flex's own
 * recording is the one that an account may have without this project; it is looked up as it is now.
 *
 * @throws {SettingsError} before anything is written; {LookupError} where Flex's own can't be looked up
 */
export async function refuseSecondMechanism(
  recording: Recording | undefined,
  configuration: () => Promise<Pick<twilio.flex.GetConfigurationResult, "callRecordingEnabled">> = () =>
    twilio.flex.getConfiguration(),
): Promise<void> {
  if (recording === undefined || recording.mechanism === "native" || recording.turnOffNative) return;
  const { callRecordingEnabled } = await lookedUp(configuration());
  if (callRecordingEnabled !== true) return;
  const reason =
    `is ${recording.mechanism}, but Flex itself records calls as well (call_recording_enabled of the account's Flex ` +
    "Configuration), so that each call would be recorded twice; turn Flex's recording off in the Console under " +
    "Flex > Channel Management > Voice > Call Recording, or set turnOffNative: true beside it, so that this stack does, " +
    "or say mechanism: native";
  throw new SettingsError([{ key: "flex-media:recording.mechanism", reason }]);
}

/**
 * What Flex's own recording needs besides its switch: two channels, and word of every recording. It is the
 * default of the whole account; what it was before comes back on destroy.
 */
export function nativeRecordingDefaults(
  recording: ReportedRecording | undefined,
  options?: pulumi.CustomResourceOptions,
): twilio.voice.DefaultRecordingConfiguration | undefined {
  if (recording?.mechanism !== "native") return undefined;
  const { callbackUrl } = recording;
  const callback = callbackUrl && { url: callbackUrl, events: ["completed" as const, "absent" as const] };
  return new twilio.voice.DefaultRecordingConfiguration(
    "recording",
    {
      compositionPolicy: { channels: "dual", trim: "do-not-trim" },
      ...(callback && { callRecordingStatusCallback: callback, conferenceRecordingStatusCallback: callback }),
    },
    options,
  );
}

/**
 * Tries at each up whether Twilio gives recordings to people without credentials, which is a switch of the Console that has
 * no API. Found open, the up fails; as long as there is no recording to try it with, it warns.
 */
export function mediaAuthentication(
  recording: Pick<ReportedRecording, "proveMediaAuthentication"> | undefined,
  options?: pulumi.CustomResourceOptions,
): twilio.voice.MediaAuthentication | undefined {
  if (recording === undefined || recording.proveMediaAuthentication === false) return undefined;
  return new twilio.voice.MediaAuthentication("recordings", {}, options);
}

/** Where Twilio reports recordings of whichever mechanism makes them; empty where nobody is to know. */
export function recordingCallback(recording: ReportedRecording | undefined): pulumi.Input<string> {
  return (recording !== undefined && "callbackUrl" in recording && recording.callbackUrl) || "";
}
