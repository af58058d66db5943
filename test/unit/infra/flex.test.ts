import { describe, expect, test } from "vitest";
import { flexConfiguration } from "../../../infra/flex.ts";
import { recordingCallback } from "../../../infra/recording-callback.ts";
import { type Settings, settingsFrom } from "../../../infra/settings/settings.ts";
import { PropertyShape } from "../../../providers/kit/index.ts";
import { configuration } from "../../../providers/twilio/flex/configuration.ts";
import { recorded, settled } from "./recorded.ts";

type FlexSettings = Pick<Settings, "recording" | "attachments">;

async function inputsFor(settings: FlexSettings) {
  const callback = recordingCallback(settings.recording, undefined);
  const { made, resources } = await recorded((options) => flexConfiguration(settings, callback, options));
  expect(await settled(made.urn)).toMatch(/::twilio:flex:Configuration::flex$/);
  expect(resources).toHaveLength(1);
  return resources[0]?.inputs;
}

describe("Flex Configuration", () => {
  test("declares nothing that the settings do not speak of", async () => {
    expect(await inputsFor({ attachments: [] })).toEqual({ onDestroy: "restore" });
  });

  test("switches native recording on where it is the mechanism", async () => {
    expect(await inputsFor({ recording: { mechanism: "native" }, attachments: [] })).toEqual({
      callRecordingEnabled: true,
      onDestroy: "restore",
    });
    const callbackUrl = "https://ours.example/hook";
    expect(await inputsFor({ recording: { mechanism: "native", callbackUrl }, attachments: [] })).toEqual({
      callRecordingEnabled: true,
      callRecordingWebhookUrl: callbackUrl,
      onDestroy: "restore",
    });
  });

  test.each(["studio", "plugin"] as const)(
    "leaves native recording alone beside %s, or switches it off",
    async (mechanism) => {
      expect(await inputsFor({ recording: { mechanism, turnOffNative: false }, attachments: [] })).toEqual({
        onDestroy: "restore",
      });
      expect(await inputsFor({ recording: { mechanism, turnOffNative: true }, attachments: [] })).toEqual({
        callRecordingEnabled: false,
        onDestroy: "restore",
      });
    },
  );

  test("declares of each channel what the settings do, in bytes", async () => {
    const inputs = await inputsFor({
      attachments: [
        { channel: "web", enabled: true, files: 2, fileBytes: 5, totalBytes: 10, extensions: ["pdf"] },
        { channel: "email", enabled: false },
      ],
    });
    expect(inputs?.channelConfigs).toEqual([
      {
        addressType: "web",
        cbmAttachments: {
          enabled: true,
          numberOfAttachments: 2,
          maxFileSize: 5,
          maxTotalFileSize: 10,
          acceptedExtensions: ["pdf"],
        },
      },
      { addressType: "email", cbmAttachments: { enabled: false } },
    ]);
  });

  test("of settings that pass is one that the provider takes", async () => {
    const settings = settingsFrom(
      {
        "twilio:accountSid": "AC0123456789abcdef0123456789abcdef",
        "twilio:authToken": "word",
        "flex-media:recording": '{"mechanism":"native","callbackUrl":"https://ours.example"}',
        "flex-media:attachments":
          '{"sms":{"files":10,"fileSize":"2 MiB","totalSize":"5 MiB","extensions":["jpg"]},"gbm":{"enabled":false}}',
      },
      {},
    );
    const inputs = await inputsFor(settings);
    expect(new PropertyShape(configuration.inputs).check(JSON.parse(JSON.stringify(inputs))).failures).toEqual([]);
  });
});
