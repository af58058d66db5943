import { describe, expect, test, vi } from "vitest";
import { mediaAuthentication, nativeRecordingDefaults, refuseSecondMechanism } from "../../../infra/recording.ts";
import { recordingCallback } from "../../../infra/recording-callback.ts";
import type { Recording } from "../../../infra/settings/recording.ts";
import { SettingsError } from "../../../infra/settings/settings.ts";
import { recorded } from "./recorded.ts";

const flexRecords = async () => ({ callRecordingEnabled: true });

describe("a second recording mechanism", () => {
  test.each(["studio", "plugin"] as const)("is refused: Flex's own beside %s", async (mechanism) => {
    const refused = refuseSecondMechanism({ mechanism, turnOffNative: false }, flexRecords);
    await expect(refused).rejects.toThrow(SettingsError);
    await expect(refused).rejects.toThrow(
      `flex-media:recording.mechanism: is ${mechanism}, but Flex itself records calls as well (call_recording_enabled ` +
        "of the account's Flex Configuration), so that each call would be recorded twice; turn Flex's recording off " +
        "in the Console under Flex > Channel Management > Voice > Call Recording, or set turnOffNative: true beside " +
        "it, so that this stack does, or say mechanism: native",
    );
  });

  test.each([false, undefined])("is not there where Flex's own is %s", async (callRecordingEnabled) => {
    const configuration = vi.fn(async () => (callRecordingEnabled === undefined ? {} : { callRecordingEnabled }));
    await refuseSecondMechanism({ mechanism: "studio", turnOffNative: false }, configuration);
    expect(configuration).toHaveBeenCalledOnce();
  });

  test.each<[string, Recording | undefined]>([
    ["nothing is said of recording", undefined],
    ["Flex's own is the mechanism", { mechanism: "native" }],
    ["this stack turns Flex's own off", { mechanism: "studio", turnOffNative: true }],
  ])("is not looked for where %s", async (_, recording) => {
    const configuration = vi.fn(flexRecords);
    await refuseSecondMechanism(recording, configuration);
    expect(configuration).not.toHaveBeenCalled();
  });

  test("that can't be looked up is no silent yes", async () => {
    const unreachable = () => Promise.reject(new Error("Twilio did not answer"));
    const asked = refuseSecondMechanism({ mechanism: "plugin", turnOffNative: false }, unreachable);
    await expect(asked).rejects.toThrow("Twilio did not answer");
  });
});

describe("native recording", () => {
  const made = async (recording: Recording | undefined) =>
    (await recorded((options) => nativeRecordingDefaults(recording, recordingCallback(recording, undefined), options)))
      .resources;

  test("has two channels, uncut, and tells where it is told to", async () => {
    const [defaults, ...others] = await made({ mechanism: "native", callbackUrl: "https://ours.example/hook" });
    expect(others).toEqual([]);
    expect(defaults?.type).toBe("twilio:voice:DefaultRecordingConfiguration");
    const callback = { url: "https://ours.example/hook", events: ["completed", "absent"] };
    expect(defaults?.inputs).toMatchObject({
      compositionPolicy: { channels: "dual", trim: "do-not-trim" },
      callRecordingStatusCallback: callback,
      conferenceRecordingStatusCallback: callback,
    });
  });

  test("tells nobody where no callback is set", async () => {
    const [defaults] = await made({ mechanism: "native" });
    expect(defaults?.inputs).not.toHaveProperty("callRecordingStatusCallback");
    expect(defaults?.inputs).not.toHaveProperty("conferenceRecordingStatusCallback");
  });

  test.each<[string, Recording | undefined]>([
    ["nothing is said", undefined],
    ["the flow records", { mechanism: "studio", turnOffNative: true }],
    ["a plugin records", { mechanism: "plugin", turnOffNative: false }],
  ])("leaves the account's default alone where %s", async (_, recording) => {
    expect(await made(recording)).toEqual([]);
  });
});

describe("whether recordings can be had without credentials", () => {
  const made = async (recording: Recording | undefined) =>
    (await recorded((options) => mediaAuthentication(recording, options))).resources.map(({ type }) => type);

  test.each<Recording>([
    { mechanism: "native" },
    { mechanism: "studio", turnOffNative: true },
    { mechanism: "plugin", turnOffNative: false, proveMediaAuthentication: true },
  ])("is tried where something records: $mechanism", async (recording) => {
    expect(await made(recording)).toEqual(["twilio:voice:MediaAuthentication"]);
  });

  test.each<[string, Recording | undefined]>([
    ["nothing is said of recording", undefined],
    ["the team switched it off", { mechanism: "native", proveMediaAuthentication: false }],
  ])("is not tried where %s", async (_, recording) => {
    expect(await made(recording)).toEqual([]);
  });
});
