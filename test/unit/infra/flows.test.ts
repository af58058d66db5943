import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { checkFlows, createFlows } from "../../../infra/flows.ts";
import { settingsFrom } from "../../../infra/settings/settings.ts";
import { FlowError } from "../../../infra/studio/index.ts";
import { recorded, settled } from "./recorded.ts";
import { least, written } from "./settings/configuration.ts";

const workflow = "WW0123456789abcdef0123456789abcdef";
const needs = { playbackUrl: "https://play.example", recordingCallback: "" };
const settingsOf = (config: Record<string, unknown>) => settingsFrom(written({ ...least, ...config }), {});

const everything = settingsOf({
  "flex-media:recording": { mechanism: "studio" },
  "flex-media:voice": { numbers: ["+14155550100"] },
  "flex-media:messaging": { addresses: [{ type: "chat", address: "web" }] },
});

describe("flows", () => {
  test("are made with what leads to them", async () => {
    const { made, resources, of } = await recorded((options) =>
      createFlows(everything, { ...needs, routing: { voice: workflow, messaging: workflow } }, options),
    );
    expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "flex-media:studio:StudioFlow voice",
      "twilio:studio:Flow voice",
      "flex-media:studio:StudioFlow messaging",
      "twilio:studio:Flow messaging",
      "twilio:phone:IncomingNumber +14155550100",
      "twilio:conversations:AddressConfiguration chat web",
    ]);
    expect(of("twilio:studio:Flow").map(({ inputs }) => inputs.friendlyName)).toEqual([
      "Flex media: calls",
      "Flex media: conversations",
    ]);
    const [call] = of("twilio:studio:Flow");
    expect(JSON.stringify(call?.inputs.definition)).toContain("https://play.example/?recording=");
    expect(await settled(made.voice?.sid ?? missing())).toBe("voice-sid");
  });

  test("are none where the settings ask for none", async () => {
    const settings = settingsOf({});
    checkFlows(settings);
    const { resources } = await recorded((options) => createFlows(settings, { ...needs, routing: {} }, options));
    expect(resources).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ["are missed where the settings say that they record", { "flex-media:recording": { mechanism: "studio" } }, 1],
    ["aren't missed where Flex records", { "flex-media:recording": { mechanism: "native" } }, 0],
    ["aren't missed where nothing is said of recording", {}, 0],
  ])("%s", (_, config, warnings) => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    checkFlows(settingsOf(config));
    const told = warn.mock.calls.map(([message]) => message);
    warn.mockRestore();
    expect(told).toHaveLength(warnings);
    for (const message of told) expect(message).toContain("is studio, but there is no flex-media:voice");
  });

  test("that can't work are refused before there is anything to lead to", () => {
    const greeting = "{{widgets.Greting.Digits}}";
    const wrong = settingsOf({ "flex-media:voice": { numbers: ["+14155550100"], greeting } });
    expect(() => checkFlows(wrong)).toThrow(FlowError);
    expect(() => checkFlows(wrong)).toThrow("widgets.Greeting.say");
  });
});

function missing(): never {
  throw new Error("There is no voice flow.");
}
