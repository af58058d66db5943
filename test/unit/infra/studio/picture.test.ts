import { describe, expect, test } from "vitest";
import type { FlowDefinition } from "../../../../infra/studio/definition.ts";
import { flow } from "../../../../infra/studio/flow.ts";
import { laidOut } from "../../../../infra/studio/layout.ts";
import { mermaidOf } from "../../../../infra/studio/mermaid.ts";
import { sayPlay, splitBasedOn, trigger } from "../../../../infra/studio/widgets/index.ts";
import { soundFlow } from "./sample.ts";

function places({ states }: FlowDefinition) {
  return Object.fromEntries(states.map(({ name, properties }) => [name, properties.offset]));
}

describe("A flow's widgets", () => {
  test("stand below all that leads to them, side by side in the order of the ways there", () => {
    expect(places(soundFlow())).toEqual({
      Trigger: { x: 0, y: 0 },
      Greeting: { x: 0, y: 250 },
      Menu: { x: 0, y: 500 },
      CallRecording: { x: 0, y: 750 },
      Recorded: { x: -200, y: 1000 },
      SendToFlex: { x: 200, y: 1000 },
    });
  });

  test("stay where they are though a way leads back", () => {
    const definition = flow({
      description: "Loop",
      widgets: {
        Trigger: trigger({ incomingCall: "Ask" }),
        Ask: sayPlay({ say: "Again?", next: { audioComplete: "Split" } }),
        Split: splitBasedOn({
          input: "{{trigger.call.From}}",
          matches: [{ is: "is_blank", next: "Ask" }],
          noMatch: "Bye",
        }),
        Bye: sayPlay({ say: "Good bye" }),
      },
    });
    expect(Object.values(places(definition)).map((place) => (place as { y: number }).y)).toEqual([0, 250, 500, 750]);
  });

  test("have a place each, even where nothing leads to them", () => {
    const stray = { name: "Stray", type: "say-play", transitions: [], properties: {} };
    const states = laidOut([...soundFlow().states, stray], "Trigger");
    const taken = states.map(({ properties }) => JSON.stringify(properties.offset));
    expect(new Set(taken).size).toBe(states.length);
  });
});

describe("A flow's picture", () => {
  test("shows widgets and ways in Mermaid", () => {
    expect(mermaidOf(soundFlow())).toBe(`flowchart TD
  w0(["Trigger<br/><small>trigger</small>"])
  w1["Greeting<br/><small>say-play</small>"]
  w2["Menu<br/><small>gather-input-on-call</small>"]
  w3["CallRecording<br/><small>record-call</small>"]
  w4["Recorded<br/><small>send-to-flex</small>"]
  w5["SendToFlex<br/><small>send-to-flex</small>"]
  w0 -->|"incomingCall"| w1
  w1 -->|"audioComplete"| w2
  w2 -->|"keypress"| w3
  w2 -->|"speech"| w5
  w2 -->|"timeout"| w5
  w3 -->|"success"| w4
  w3 -->|"failed"| w5
`);
  });

  test("names the branches of a split, and lets no text break out", () => {
    const shown = mermaidOf({
      description: "",
      initial_state: "end",
      flags: { allow_concurrent_calls: true },
      states: [
        {
          name: "end",
          type: "split-based-on",
          properties: {},
          transitions: [
            {
              event: "match",
              next: "end",
              conditions: [{ friendly_name: 'is "1"|] --> <b>', arguments: [], type: "equal_to", value: "1" }],
            },
            { event: "noMatch", next: "nowhere" },
          ],
        },
      ],
    });
    expect(shown).toBe(`flowchart TD
  w0(["end<br/><small>split-based-on</small>"])
  w0 -->|"is #34;1#34;#124;#93; --#62; #60;b#62;"| w0
`);
  });

  test("is the same for the same flow", () => {
    expect(mermaidOf(soundFlow())).toBe(mermaidOf(structuredClone(soundFlow())));
  });
});
