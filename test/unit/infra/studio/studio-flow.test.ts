import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { voice } from "../../../../infra/studio/index.ts";
import { StudioFlow } from "../../../../infra/studio/studio-flow.ts";
import { PropertyShape } from "../../../../providers/kit/index.ts";
import { flow as flowResource } from "../../../../providers/twilio/studio/flow.ts";
import { recorded, settled } from "../recorded.ts";
import { property } from "./rendering.ts";

type Values = { workflow: string; url: string };

function build({ workflow, url }: Values) {
  const media = { play: "url_provider", url } as const;
  return voice({ greeting: "Hello.", workflow, channel: "voice", recording: "studio", media });
}

const mechanism = "studio";
const longest = { workflow: `WW${"f".repeat(32)}`, url: `https://${"f".repeat(60)}.example` };
const values = { workflow: `WW${"3".repeat(32)}`, url: pulumi.output("https://playback.example") };

describe("A Studio flow", () => {
  test("is published with the values that other resources gave", async () => {
    const { of, resources } = await recorded(
      (options) => new StudioFlow("voice", { friendlyName: "Voice", build, values, longest, mechanism }, options),
    );
    expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "flex-media:studio:StudioFlow voice",
      "twilio:studio:Flow voice",
    ]);
    const [flow] = of("twilio:studio:Flow");
    expect(flow?.inputs).toMatchObject({ friendlyName: "Voice", status: "published" });
    const definition = flow?.inputs.definition as ReturnType<typeof build>;
    expect(definition).toEqual(build({ workflow: values.workflow, url: "https://playback.example" }));
    expect(String(property(definition, "SendToFlex", "attributes"))).toContain("https://playback.example/?recording=");
    const shape = new PropertyShape(flowResource.inputs);
    expect(shape.check(JSON.parse(JSON.stringify(flow?.inputs))).failures).toEqual([]);
  });

  test("tells its SID and its webhook's URL", async () => {
    const { made } = await recorded(
      (options) => new StudioFlow("voice", { friendlyName: "Voice", build, values, longest, mechanism }, options),
    );
    expect(await settled(made.urn)).toMatch(/::flex-media:studio:StudioFlow::voice$/);
    expect(pulumi.Output.isInstance(made.sid)).toBe(true);
    expect(pulumi.Output.isInstance(made.webhookUrl)).toBe(true);
  });

  test("that is wrong with its longest values is refused before anything is made", async () => {
    const tooLong = { ...longest, url: `https://${"f".repeat(1000)}.example` };
    await expect(
      recorded(
        (options) =>
          new StudioFlow("voice", { friendlyName: "Voice", build, values, longest: tooLong, mechanism }, options),
      ),
    ).rejects.toThrow("widgets.SendToFlex.attributes: has 1");
  });

  test("tells what is doubtful as warnings", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const documented = ({ workflow }: Values) =>
      voice({
        greeting: "Hello.",
        workflow,
        channel: "voice",
        recording: "studio",
        media: { play: "twilio", startTime: "documented" },
      });
    await recorded(
      (options) =>
        new StudioFlow("voice", { friendlyName: "Voice", build: documented, values, longest, mechanism }, options),
    );
    const told = warn.mock.calls.map(([message]) => message);
    warn.mockRestore();
    expect(told).toEqual([
      "widgets.SendToFlex.attributes.conversations.media[0].start_time: is text, which may not be understood; " +
        "give milliseconds as a number",
    ]);
  });
});
