import { describe, expect, test } from "vitest";
import {
  mechanismFindings,
  type RecordingMechanism,
  refuseOtherMechanism,
} from "../../../../infra/studio/checks/mechanism.ts";
import type { FlowDefinition, State } from "../../../../infra/studio/definition.ts";
import { FlowError, findingText, flowFindings } from "../../../../infra/studio/flow.ts";
import { StudioFlow } from "../../../../infra/studio/studio-flow.ts";
import { recorded } from "../recorded.ts";
import { changed, leading, soundFlow, withProperties } from "./sample.ts";

const remedy = "take the widget out, or set flex-media:recording.mechanism to studio";

describe("Call Recording beside another mechanism", () => {
  test.each<[RecordingMechanism, string]>([
    ["native", "records calls that Flex records as well (flex-media:recording.mechanism is native)"],
    ["plugin", "records calls that a plugin records as well (flex-media:recording.mechanism is plugin)"],
    [undefined, "records calls, which Flex may do as well (flex-media:recording is not set)"],
  ])("is a mistake: %s", (mechanism, wrong) => {
    expect([...mechanismFindings(soundFlow(), mechanism)].map(findingText)).toEqual([
      `widgets.CallRecording: ${wrong}; ${remedy}`,
    ]);
    expect(() => refuseOtherMechanism(soundFlow(), mechanism)).toThrow(FlowError);
  });

  test("is as it should be where the flow is what records", () => {
    expect(() => refuseOtherMechanism(soundFlow(), "studio")).not.toThrow();
  });

  test("is none where it switches a recording off", () => {
    const off = withProperties("CallRecording", { record_call: false });
    expect([...mechanismFindings(off, "native")]).toEqual([]);
  });

  test("is refused before the flow is made", async () => {
    const args = {
      friendlyName: "Team's own",
      build: soundFlow,
      values: {},
      longest: {},
      mechanism: "native",
    } as const;
    const made = recorded((options) => new StudioFlow("own", args, options));
    await expect(made).rejects.toThrow(
      `The flow "Sound" is wrong:\nwidgets.CallRecording: records calls that Flex records as well`,
    );
  });
});

describe("A connected call that is recorded as well", () => {
  const connect = (record: boolean): State => ({
    name: "Expert",
    type: "connect-call-to",
    transitions: [{ event: "callCompleted" }, { event: "hangup" }],
    properties: { noun: "number", to: "+14155550123", record },
  });
  const connecting = (record: boolean, after: [string, string]): FlowDefinition => {
    const led = leading(...after, "Expert");
    return { ...led, states: [...led.states, connect(record)] };
  };
  const told = (definition: FlowDefinition) =>
    flowFindings(definition)
      .filter(({ rule }) => rule === "recording/second")
      .map(findingText);
  const recording: [string, string] = ["Recorded", "callComplete"];

  test("while Call Recording is on is a second recording", () => {
    expect(told(connecting(true, recording))).toEqual([
      "widgets.Expert: starts a second recording beside one that is on; keep one of the two, or switch the first one off",
    ]);
  });

  test("is the only one where Call Recording is not on, or is off again", () => {
    expect(told(connecting(true, ["Menu", "timeout"]))).toEqual([]);
    const off = changed(connecting(true, recording), "CallRecording", (state) => ({
      ...state,
      properties: { ...state.properties, record_call: false },
    }));
    expect(told(off)).toEqual([]);
    expect(told(connecting(false, recording))).toEqual([]);
  });
});
