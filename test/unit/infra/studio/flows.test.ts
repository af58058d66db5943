import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { settingsFrom } from "../../../../infra/settings/settings.ts";
import {
  longestMessagingValues,
  longestVoiceValues,
  messagingFlow,
  voiceFlow,
} from "../../../../infra/studio/flows.ts";
import { callRecording, property, taskOf } from "./rendering.ts";

const account = { "twilio:accountSid": `AC${"0".repeat(32)}`, "twilio:authToken": "word" };
const numbers = ["+14155550100"];

function settingsOf(flexMedia: Record<string, object>) {
  const entries = Object.entries(flexMedia).map(([key, value]) => [`flex-media:${key}`, JSON.stringify(value)]);
  return settingsFrom({ ...account, ...Object.fromEntries(entries) }, {});
}

const values = {
  workflow: `WW${"3".repeat(32)}`,
  playbackUrl: "https://playback.example",
  recordingCallback: "https://archive.example",
};
const call = { trigger: { call: { From: "+14155550100" } }, widgets: { CallRecording: callRecording } };

describe("Settings", () => {
  test("without a voice flow or messaging give none", () => {
    const settings = settingsOf({ recording: { mechanism: "studio" } });
    expect(() => voiceFlow(settings, values)).toThrow("flex-media:voice: is missing; give it, or build no flow of it");
    expect(() => messagingFlow(settings, values)).toThrow("flex-media:messaging: is missing; ");
  });

  test("with Studio as the mechanism give a flow that records, as long as its values may be", () => {
    const settings = settingsOf({ recording: { mechanism: "studio" }, voice: { numbers, priority: 3 } });
    expect(voiceFlow(settings, longestVoiceValues).states).toHaveLength(6);
    const flow = voiceFlow(settings, values);
    expect(property(flow, "CallRecording", "recording_status_callback")).toBe("https://archive.example");
    expect(property(flow, "SendToFlex", "priority")).toBe("3");
    expect(taskOf(flow, "SendToFlex", call)).toMatchObject({
      conversations: { media: [{ url_provider: `https://playback.example/?recording=${callRecording.Sid}` }] },
    });
  });

  test("with no archive give a flow that reports to nobody, and with Twilio's copy one that names it", () => {
    const settings = settingsOf({ recording: { mechanism: "studio" }, voice: { numbers, media: "twilio" } });
    const flow = voiceFlow(settings, { ...values, recordingCallback: "" });
    expect(property(flow, "CallRecording", "recording_status_callback")).toBeUndefined();
    expect(taskOf(flow, "SendToFlex", call)).toMatchObject({
      conversations: { media: [{ url: expect.stringContaining(callRecording.Sid) }] },
    });
  });

  test.each([{ mechanism: "native" }, { mechanism: "plugin" }, undefined])(
    "with %j give one that doesn't",
    (recording) => {
      const settings = settingsOf({ ...(recording && { recording }), voice: { numbers } });
      expect(voiceFlow(settings, values).states.map(({ type }) => type)).not.toContain("record-call");
    },
  );

  test("with messaging give its flow", () => {
    const addresses = [{ type: "sms", address: "+14155550100" }];
    const links = [{ show: "referenced", title: "Handbook", url: "https://handbook.example/" }];
    const flow = messagingFlow(settingsOf({ messaging: { addresses, links } }), longestMessagingValues);
    expect(flow.states.map(({ type }) => type)).toEqual(["trigger", "send-to-flex"]);
    expect(String(property(flow, "SendToFlex", "attributes"))).toContain("https://handbook.example/");
  });

  test("that nobody changed give flows whose pictures are printed", () => {
    const printed = execFileSync(process.execPath, ["infra/studio/print-flows.ts"]).toString();
    expect(printed.match(/^## .*$/gm)).toEqual(["## Incoming calls", "## Incoming conversations"]);
    expect(printed).toContain('  w2 -->|"failed"| w5\n');
  });
});
