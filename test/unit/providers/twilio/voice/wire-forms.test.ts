import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordingOf } from "../../../../../providers/twilio/voice/get-recording.ts";
import {
  bodyOf,
  type RecordingSettings,
  settingsOf,
} from "../../../../../providers/twilio/voice/recording-settings.ts";

describe("recording settings", () => {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const callback = fc.record(
    { url: fc.webUrl(), events: fc.constant(["completed" as const]) },
    { noNullPrototype: true },
  );
  const settings = fc
    .record(
      {
        description: optional(fc.string()),
        compositionPolicy: optional(fc.record({ channels: fc.constantFrom("dual" as const, "mono" as const) })),
        callRecordingStatusCallback: optional(callback),
        features: optional(
          fc.constant([{ type: "transcriptionConfiguration" as const, featureId: "t1", description: "German" }]),
        ),
      },
      { noNullPrototype: true },
    )
    .map((record) => JSON.parse(JSON.stringify(record)) as RecordingSettings);

  test("read back as they were sent, whatever of them there is", () => {
    fc.assert(
      fc.property(settings, (declared) => {
        expect(settingsOf(bodyOf(declared))).toEqual(declared);
      }),
    );
  });

  test("are read without nulls, and without what Twilio adds", () => {
    const configuration = {
      configurationType: "Recording",
      compositionPolicy: { channels: "dual", trim: null, track: null },
      callRecordingStatusCallback: { url: null, method: null, events: null },
      features: [],
      someday: true,
    };
    expect(settingsOf({ id: "1", description: null, configuration })).toEqual({
      compositionPolicy: { channels: "dual" },
    });
    expect(settingsOf({})).toEqual({});
  });

  test("have their type in the body, with snake_case around and camelCase inside", () => {
    expect(bodyOf({ compositionPolicy: { channels: "mono" } })).toEqual({
      configuration: { configurationType: "Recording", compositionPolicy: { channels: "mono" } },
    });
  });
});

describe("a recording", () => {
  const live = { sid: "RE1", account_sid: "AC1", status: "completed", source: "DialVerb" };

  test("has its duration as a number, and none as long as Twilio knows none", () => {
    expect(recordingOf({ ...live, duration: "17" }).durationSeconds).toBe(17);
    for (const duration of ["-1", null, "", "x"]) {
      expect(recordingOf({ ...live, duration }).durationSeconds).toBeUndefined();
    }
  });

  test("has its times in ISO 8601, from whatever form they come in, and none from what is no time", () => {
    expect(recordingOf({ ...live, start_time: "Sat, 31 Jan 2026 12:00:00 +0000" }).startTime).toBe(
      "2026-01-31T12:00:00.000Z",
    );
    expect(recordingOf({ ...live, start_time: null }).startTime).toBeUndefined();
  });

  test("never shows where its audio is", () => {
    const media = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1";
    const details = { encryption_public_key_sid: "CR1" };
    const found = recordingOf({ ...live, media_url: media, uri: media, encryption_details: details });
    expect(JSON.stringify(found)).not.toContain("http");
    expect(found.encrypted).toBe(true);
  });
});
