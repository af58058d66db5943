import type * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { lookedUp } from "./lookup.ts";
import type { Recording } from "./settings/recording.ts";
import { SettingsError } from "./settings/settings.ts";

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
 *
 * @param callbackUrl where Twilio reports recordings; empty where nobody is to know
 */
export function nativeRecordingDefaults(
  recording: Recording | undefined,
  callbackUrl: pulumi.Input<string>,
  options?: pulumi.CustomResourceOptions,
): twilio.voice.DefaultRecordingConfiguration | undefined {
  if (recording?.mechanism !== "native") return undefined;
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
  recording: Pick<Recording, "proveMediaAuthentication"> | undefined,
  options?: pulumi.CustomResourceOptions,
): twilio.voice.MediaAuthentication | undefined {
  if (recording === undefined || recording.proveMediaAuthentication === false) return undefined;
  return new twilio.voice.MediaAuthentication("recordings", {}, options);
}
