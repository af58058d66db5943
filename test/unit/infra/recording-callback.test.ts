import { expect, test } from "vitest";
import { recordingCallback } from "../../../infra/recording-callback.ts";
import type { Recording } from "../../../infra/settings/recording.ts";

const archive = "https://archive.example/#rc=5&rp=all";
const callbackUrl = "https://ours.example/hook";

test.each<Recording>([
  { mechanism: "native" },
  { mechanism: "native", callbackUrl },
  { mechanism: "studio", turnOffNative: true, callbackUrl },
])("recordings are reported to the archive where there is one: %j", (recording) => {
  expect(recordingCallback(recording, archive)).toBe(archive);
});

test("recordings are reported to whom the settings name where there is no archive, or to nobody", () => {
  expect(recordingCallback({ mechanism: "native", callbackUrl }, undefined)).toBe(callbackUrl);
  expect(recordingCallback({ mechanism: "studio", turnOffNative: true }, undefined)).toBe("");
});

test.each([undefined, { mechanism: "plugin", turnOffNative: false } as const])(
  "nothing is said of where recordings are reported by %j",
  (recording) => {
    expect(recordingCallback(recording, archive)).toBe("");
  },
);
